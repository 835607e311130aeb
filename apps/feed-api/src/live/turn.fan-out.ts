import type { Change } from '#lib/read-model';
import type { Move } from './membership.reader.js';
import { type News, newsOf, type State, wasPlaced, whyReset } from './news.js';
import { contentKey, presentNews } from './news.presenter.js';
import type { StreamClient } from './stream.client.js';
import { eventBytes, helloEvent } from './stream.frames.js';
import { changesReplayed } from './stream.metrics.js';
import { type Touch, touchesOf } from './touches.js';

/** All that one turn tells. */
export interface Turn {
  readonly changes: readonly Change[];
  /** Changes that waited: for everybody, wherever they are. */
  readonly due: readonly Change[];
  readonly state: State;
  readonly moves: readonly Move[];
  /** Up to where this is all. */
  readonly to: number;
  /** No id beyond this: something waits. */
  readonly ceiling: number;
  readonly heartbeatMs: number;
}

/** Why a reader's stream ends now, by the reader. */
export type Resets = Map<StreamClient, 'audience' | 'department' | 'names'>;

/**
 * Tells each reader what the turn has for them. What is the same for several is made into bytes once. Answers who has to
 * read the feed anew instead.
 */
export function fanOut(turn: Turn, clients: readonly StreamClient[]): Resets {
  const resets: Resets = new Map();
  for (const { client, audiences, lost, resets: isAll } of turn.moves) {
    // With the id of before: whoever is cut off in between comes back with audiences that are no longer theirs.
    for (const id of lost) client.send(eventBytes('entry.retracted', { id }), client.told);
    client.moveTo(audiences);
    if (isAll) resets.set(client, 'audience');
  }
  const moved = new Set(turn.moves.map(({ client }) => client));
  const touchesAfter = rememberedByPlace(turn);
  const bytes = new Map<string, Buffer>();
  for (const client of clients) {
    if (!client.isOpen || resets.has(client)) continue;
    const { changes, touches } = touchesAfter(client.at);
    const isAway = !client.greeted && wasPlaced(changes, client);
    const reason = isAway ? 'audience' : whyReset(changes, client);
    if (reason) {
      resets.set(client, reason);
      continue;
    }
    const news = newsOf(touches, turn.state, client);
    greet(client, turn, news.length, changes.length);
    tell(client, turn, news, bytes);
    client.at = Math.max(client.at, turn.to);
    // What was hidden while it was looked for what they lost is among the changes of the turn after that.
    if (!moved.has(client)) client.left = [];
  }
  for (const { client } of turn.moves)
    if (client.isOpen && !resets.has(client)) client.sendId(Math.min(turn.to, turn.ceiling));
  return resets;
}

/** Most readers are at the same place. */
function rememberedByPlace({ changes, due }: Turn) {
  const known = new Map<number, { changes: readonly Change[]; touches: readonly Touch[] }>();
  return (at: number): { changes: readonly Change[]; touches: readonly Touch[] } => {
    let found = known.get(at);
    if (!found) {
      const later = changes.filter(({ position }) => position > at);
      found = { changes: later, touches: touchesOf([...due, ...later]) };
      known.set(at, found);
    }
    return found;
  };
}

function greet(client: StreamClient, { heartbeatMs }: Turn, news: number, changes: number): void {
  if (client.greeted) return;
  client.greeted = true;
  if (client.resumed) changesReplayed.inc(changes);
  const position = client.positionAt(client.told);
  const replayed = client.resumed ? news : 0;
  client.send(helloEvent({ position, resumed: client.resumed, replayed, heartbeatMs }), client.told);
}

/** Each id says that all is told that happened before the next one's first change. */
function tell(
  client: StreamClient,
  { state, to, ceiling }: Turn,
  news: readonly News[],
  bytes: Map<string, Buffer>,
): void {
  for (const [n, one] of news.entries()) {
    const next = news[n + 1];
    const key = contentKey(one, state, client.reader);
    let event = bytes.get(key);
    if (!event) {
      const told = presentNews(one, state, client.reader);
      event = eventBytes(told.event, told.data);
      bytes.set(key, event);
    }
    client.send(event, Math.min(next ? next.touch.first - 1 : to, to, ceiling));
  }
}
