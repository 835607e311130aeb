import type { StoredEvent } from '#lib/event-source';
import type { EventInFeed } from '#lib/read-model';
import type { Addresses } from './addresses.js';
import { ask, Refused } from './operator.client.js';

/** Where an event is, and why: in its source, on its way, or in the feed. Exit code 1: nobody knows it. */
export async function explain(eventId: string, { projector, sources }: Addresses): Promise<number> {
  const id = encodeURIComponent(eventId);
  const stored = (await Promise.all([...sources].map(([name, url]) => storedIn(name, url, id)))).flat();
  const feed = await ask<EventInFeed>('GET', `${projector}/operator/events/${id}`);
  const lines = [
    ...stored.flatMap(({ name, event }) => aboutStored(name, event)),
    ...feed.pending.map(
      ({ stream, sequence, after, since }) =>
        `pending: it is event ${sequence} of ${stream}, which has come as far as ${after}; waits since ${since}`,
    ),
    ...feed.parked.map(
      ({ id: row, reason, detail, parkedAt }) => `parked as ${row} at ${parkedAt}: ${reason}, ${detail}`,
    ),
    ...feed.logged.flatMap(aboutLogged),
  ];
  if (lines.length === 0) {
    console.log(`nobody has an event ${eventId}`);
    return 1;
  }
  if (stored.length > 0 && isUnderWay(stored[0]!.event, feed)) {
    lines.push('the transport has it: confirmed, and not consumed yet');
  }
  console.log(lines.join('\n'));
  return 0;
}

async function storedIn(
  name: string,
  url: string,
  id: string,
): Promise<{ name: string; event: StoredEvent }[]> {
  try {
    return [{ name, event: await ask<StoredEvent>('GET', `${url}/operator/sources/${name}/events/${id}`) }];
  } catch (error) {
    if (error instanceof Refused && error.code === 'event-unknown') return [];
    throw error;
  }
}

function aboutStored(name: string, event: StoredEvent): string[] {
  const { type, stream, version, recordedAt, isInOutbox } = event;
  return [
    `stored by ${name}: ${type}, version ${version} of ${stream}, at ${recordedAt}`,
    ...(isInOutbox ? ['outbox: not confirmed by the transport yet'] : []),
  ];
}

function aboutLogged({ source, type, position, receivedAt, entry }: EventInFeed['logged'][number]): string[] {
  const log = `log: ${type} of ${source} at position ${position}, received ${receivedAt}`;
  if (!entry) return [log, 'entry: it makes none of its own'];
  const last = entry.changes.at(-1);
  const state = entry.isThere
    ? 'is in the feed'
    : `is not in the feed: ${last?.kind ?? 'removed'} at ${last?.at ?? '?'}`;
  return [log, `entry ${entry.id} ${state}`];
}

function isUnderWay({ isInOutbox, source }: StoredEvent, feed: EventInFeed): boolean {
  const known = [...feed.logged, ...feed.pending, ...feed.parked];
  return !isInOutbox && !known.some((found) => found.source === source);
}
