import type { OutboxState } from '#lib/event-source';
import type { FeedStatus } from '#lib/read-model';
import type { Addresses } from './addresses.js';
import { ask } from './operator.client.js';
import { table } from './table.js';

/** How far behind the feed is, and what waits where. Exit code 1 when something waits for a person. */
export async function status({ projector, sources }: Addresses): Promise<number> {
  const feed = await ask<FeedStatus>('GET', `${projector}/operator/status`);
  const outboxes = await Promise.all([...sources].map(([name, url]) => outboxOf(name, url)));
  console.log(`projection ${feed.projection.version}, position ${feed.projection.position}`);
  console.log(
    feed.last
      ? `last event received ${feed.last.receivedAt}, ${feed.last.lagSeconds.toFixed(1)} s after it happened`
      : 'no event has been received',
  );
  const unpublished = outboxes.reduce((sum, { pending }) => sum + (pending ?? 0), 0);
  const waiting = feed.holes.reduce((sum, hole) => sum + hole.waiting, 0);
  console.log(`${unpublished} events unpublished, ${waiting} behind holes\n`);
  console.log(
    table(
      ['source', 'unpublished', 'oldest, s'],
      outboxes.map(({ name, pending, oldest }) => [name, pending ?? 'not reached', oldest]),
    ),
  );
  tellCounts('parked', feed.parked);
  tellCounts('kept without a card', feed.notShown);
  for (const { source, stream, missing, since } of feed.holes) {
    console.log(`hole: event ${missing} of ${stream} of ${source}, waited for since ${since}`);
  }
  return Object.keys(feed.parked).length === 0 ? 0 : 1;
}

interface OutboxRow {
  readonly name: string;
  readonly pending: number | undefined;
  readonly oldest: string;
}

/** A source that is down is told as such; the others are still of interest. */
async function outboxOf(name: string, url: string): Promise<OutboxRow> {
  try {
    const state = await ask<OutboxState>('GET', `${url}/operator/sources/${name}/outbox`);
    return { name, pending: state.pending, oldest: state.oldestSeconds?.toFixed(1) ?? '' };
  } catch {
    return { name, pending: undefined, oldest: '' };
  }
}

function tellCounts(what: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) console.log(`${what}: ${count} ${name}`);
}
