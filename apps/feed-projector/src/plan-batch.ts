import type { CloudEvent } from '#lib/envelope';
import type { FeedBatch, StreamState } from '#lib/read-model';
import { barredBy } from './publishers/barred-by.js';
import { type DataOf, isSameEvent } from './same-event.js';
import { projectEvent, type ProjectedEvent } from './project-event.js';

/** Why an event is not applied. */
export interface Refusal {
  readonly reason: string;
  readonly detail: string;
  /** The user of the broker whose event it is, where that is the reason. */
  readonly publisher?: string;
}

export interface Rejected extends Refusal {
  readonly event: CloudEvent;
}

/** What becomes of each event of a batch. */
export interface Plan {
  readonly applied: ProjectedEvent[];
  readonly duplicates: CloudEvent[];
  readonly pending: CloudEvent[];
  readonly noLongerPending: CloudEvent[];
  readonly parked: Rejected[];
  /** The streams to which something happens. */
  readonly streams: FeedBatch['streams'][number][];
}

/** To be planned again with all that is pending: a stream is parked as a whole. */
export class PendingMissing extends Error {
  override readonly name = 'PendingMissing';
}

/** Names a stream, or an event, over all sources. */
export const keyOf = (source: string, name: string): string => JSON.stringify([source, name]);

/**
 * Sorts a batch out, in order. An event of a stream takes effect when it is the next one; one that was applied is a
 * duplicate; one that came too early waits in `pending`; behind one that cannot be applied the stream is parked.
 * Events without a sequence take effect once, in whatever order. `logged`: those of the batch that were accepted before,
 * as they were then. An event that claims to be of a source that may not publish it, or not by whom it came, never comes
 * near that one's streams.
 * `refused`: what is known beforehand not to be applicable, and is parked without being tried. `dataOf`: what an event says
 * in the clear. Throws {@link PendingMissing}.
 */
export function planBatch(
  events: readonly CloudEvent[],
  streams: readonly StreamState[],
  logged: readonly CloudEvent[],
  refused: ReadonlyMap<CloudEvent, Refusal> = new Map(),
  dataOf: DataOf = ({ data }) => data,
): Plan {
  const plan: Plan = {
    applied: [],
    duplicates: [],
    pending: [],
    noLongerPending: [],
    parked: [],
    streams: [],
  };
  const seen = new Map(logged.map((event) => [keyOf(event.source, event.id), event]));
  const lanes = new Map(
    streams.map((stream) => [
      keyOf(stream.source, stream.stream),
      new Lane(stream, plan, seen, refused, dataOf),
    ]),
  );
  for (const event of events) {
    const key = keyOf(event.source, event.id);
    const before = seen.get(key);
    const barred = barredBy(event, refused);
    if (barred) plan.parked.push({ event, ...barred });
    else if (event.sequence !== undefined) lanes.get(keyOf(event.source, event.subject!))!.take(event);
    else if (before) takeAgain(event, before, plan, dataOf);
    else {
      seen.set(key, event);
      const rejected = apply(event, plan, refused, dataOf);
      if (rejected) plan.parked.push(rejected);
    }
  }
  for (const lane of lanes.values()) lane.finish();
  return plan;
}

/** The same event again, or another one that has its id. */
function takeAgain(event: CloudEvent, before: CloudEvent, plan: Plan, dataOf: DataOf): void {
  if (isSameEvent(event, before, dataOf)) plan.duplicates.push(event);
  else plan.parked.push({ event, reason: 'id-reused', detail: 'another event was accepted under this id' });
}

/** One stream's way through a batch. */
class Lane {
  private last: number;
  private parked: boolean;
  private parksNow = false;
  private readonly appliedNow = new Map<number, CloudEvent>();
  private readonly early: Map<number, { event: CloudEvent; stored: boolean }>;

  constructor(
    private readonly before: StreamState,
    private readonly plan: Plan,
    private readonly seen: ReadonlyMap<string, CloudEvent>,
    private readonly refused: ReadonlyMap<CloudEvent, Refusal>,
    private readonly dataOf: DataOf,
  ) {
    this.last = before.lastSequence;
    this.parked = before.parked;
    this.early = new Map(before.pending.map((event) => [event.sequence!, { event, stored: true }]));
  }

  take(event: CloudEvent): void {
    const sequence = event.sequence!;
    const before = this.early.get(sequence)?.event ?? this.appliedNow.get(sequence);
    if (sequence <= this.last || before) this.takeAgain(event, before);
    else if (this.parked) this.park(event, 'stream-parked', 'an event before it in its stream is parked');
    else if (this.refused.has(event)) this.parkFrom({ event, ...this.refused.get(event)! });
    else if (sequence > this.last + 1) this.early.set(sequence, { event, stored: false });
    else this.advance(event);
  }

  /** The same event again, or another one in its place: after its source was set back to an earlier state, say. */
  private takeAgain(event: CloudEvent, inItsPlace: CloudEvent | undefined): void {
    const before = inItsPlace?.id === event.id ? inItsPlace : this.seen.get(keyOf(event.source, event.id));
    if (before) takeAgain(event, before, this.plan, this.dataOf);
    else
      this.plan.parked.push({ event, reason: 'sequence-taken', detail: 'another event has this sequence' });
  }

  finish(): void {
    // What waited for an event that an operator skipped, or applied: its turn has come without anything before it.
    const next = this.parked ? undefined : this.takeEarly(this.last + 1);
    if (next) this.advance(next);
    const tooEarly = [...this.early.values()].filter(({ stored }) => !stored);
    this.plan.pending.push(...tooEarly.map(({ event }) => event));
    const { source, stream, revision } = this.before;
    const isTouched = this.parksNow || tooEarly.length > 0 || this.last > this.before.lastSequence;
    if (isTouched) this.plan.streams.push({ source, stream, revision, lastSequence: this.last });
  }

  private advance(first: CloudEvent): void {
    for (let next: CloudEvent | undefined = first; next; next = this.takeEarly(this.last + 1)) {
      const rejected = apply(next, this.plan, this.refused, this.dataOf);
      if (rejected) {
        this.parkFrom(rejected);
        return;
      }
      this.last = next.sequence!;
      this.appliedNow.set(this.last, next);
    }
  }

  /** Parks the event, and what came too early behind it: from here on the stream is in one place. */
  private parkFrom(rejected: Rejected): void {
    if (this.before.isPart) throw new PendingMissing(`what waits in ${this.before.stream} is needed`);
    this.parked = true;
    this.park(rejected.event, rejected.reason, rejected.detail);
    for (const sequence of [...this.early.keys()].toSorted((a, b) => a - b)) {
      this.park(this.takeEarly(sequence)!, 'stream-parked', 'an event before it in its stream is parked');
    }
  }

  private park(event: CloudEvent, reason: string, detail: string): void {
    this.parksNow = true;
    this.plan.parked.push({ event, reason, detail });
  }

  private takeEarly(sequence: number): CloudEvent | undefined {
    const waiting = this.early.get(sequence);
    this.early.delete(sequence);
    if (waiting?.stored) this.plan.noLongerPending.push(waiting.event);
    return waiting?.event;
  }
}

function apply(
  event: CloudEvent,
  plan: Plan,
  refused: ReadonlyMap<CloudEvent, Refusal>,
  dataOf: DataOf,
): Rejected | undefined {
  const refusal = refused.get(event);
  if (refusal) return { event, ...refusal };
  try {
    plan.applied.push(projectEvent(event, dataOf(event)));
    return undefined;
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (typeof code !== 'string') throw error;
    return { event, reason: code, detail: message };
  }
}
