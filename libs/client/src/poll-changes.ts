import type { ClientEnvironment } from './environment.js';
import { type FeedEvent, feedEventOf } from './feed-events.js';
import type { FeedHttp } from './feed-http.js';
import { FeedProblem } from './feed-problem.js';
import type { FeedFilters } from './feed-types.js';
import type { Changes } from './openapi.js';
import type { Ending } from './reconnection.js';

export interface Poll {
  readonly filters: FeedFilters;
  readonly since: string;
  readonly signal: AbortSignal;
  onAnswer(): void;
  onEvent(event: FeedEvent): void;
  onPosition(position: string): void;
}

const LIMIT = 500;
const PATIENCE_MS = 30_000;

/** Asks once for what has changed. Never rejects. */
export async function pollChanges(
  http: FeedHttp,
  environment: ClientEnvironment,
  { filters, since, signal, ...poll }: Poll,
): Promise<Ending> {
  const patience = new AbortController();
  const giveUp = (): void => patience.abort();
  signal.addEventListener('abort', giveUp, { signal: patience.signal });
  let cancel = (): void => {};
  const onSend = (): void => {
    cancel();
    cancel = environment.after(PATIENCE_MS, giveUp);
  };
  try {
    const query = { ...filters, since, limit: LIMIT };
    const request = { path: '/feed/changes', query, signal: patience.signal, onSend };
    const { changes, position, reset } = await http.json<Changes>(request);
    poll.onAnswer();
    const told = changes.map(({ event, data }) => feedEventOf(event, data));
    const last: FeedEvent | null = reset && { event: 'reset', data: { reason: reset.reason, position } };
    for (const event of [...told, last]) if (event && !signal.aborted) poll.onEvent(event);
    if (!signal.aborted) poll.onPosition(position);
    return { kind: 'polled', isMore: changes.length >= LIMIT && !reset };
  } catch (error) {
    return error instanceof FeedProblem ? { kind: 'refused', problem: error } : { kind: 'lost' };
  } finally {
    cancel();
    giveUp();
  }
}
