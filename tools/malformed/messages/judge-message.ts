import type { Claim } from './claims.js';
import type { Message } from './message.js';

/** What the broker said of a message. */
export type Receipt = 'confirmed' | 'returned' | 'refused' | 'not-sent';

/** Where an event is, if it is there with the content that was sent. */
export interface Found {
  readonly log: number;
  readonly pending: number;
  /** Why it is parked; more than once if it lies there more than once. */
  readonly parked: readonly string[];
}

/** Where the parts of one message are. */
export interface Places {
  /** Why it is kept as it came, byte for byte. */
  readonly bytes: readonly string[];
  /** How often it is kept under its own number. */
  readonly kept: number;
  /** In the order of its claims. */
  readonly events: readonly Found[];
}

/** What became of one thing that was sent: a word for the table, or what is wrong. */
export type Judgement = { readonly outcome: string } | { readonly fault: string };

/**
 * A confirmed message is in exactly one place: as it came among the parked, or each of its events in the log, or parked,
 * or waiting where one before it is missing.
 */
export function judgeMessage(
  { mayWait, again }: Pick<Message, 'mayWait' | 'again'>,
  receipt: Receipt,
  claims: readonly Claim[],
  { bytes, kept, events }: Places,
): Judgement {
  if (receipt !== 'confirmed') return { fault: `the broker did not take it: ${receipt}` };
  if (kept > 1) return { fault: `doubled: it is kept ${kept} times` };
  const counts = events.map(({ log, pending, parked }) => log + pending + parked.length);
  if (bytes.length > 0) {
    const isElsewhere = !again && counts.some((count) => count > 0);
    return isElsewhere
      ? { fault: `doubled: kept as it came (${bytes[0]}), and as an event` }
      : { outcome: `parked: ${bytes[0]}` };
  }
  if (claims.length === 0 || counts.includes(0)) return { fault: 'lost: it is nowhere' };
  if (counts.some((count) => count > 1)) return { fault: `doubled: ${JSON.stringify(events)}` };
  if (events.some(({ pending }) => pending > 0))
    return mayWait ? { outcome: 'pending' } : { fault: 'it waits, and nothing before it is missing' };
  const reason = events.flatMap(({ parked }) => parked)[0];
  if (reason !== undefined) return { outcome: `parked: ${reason}` };
  return { outcome: again ? 'duplicate' : 'in the log' };
}
