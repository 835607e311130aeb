import { entryIdOf, type FeedBatch, type NameChange, type NewParked } from '#lib/read-model';
import { keepEvent } from './parked-message.js';
import type { Plan } from './plan-batch.js';

/** A plan as rows of the read model. `malformed`: what was in the same batch and is no event. */
export function toFeedBatch(plan: Plan, malformed: readonly NewParked[]): FeedBatch {
  const parked = plan.parked.map(({ event, reason, detail }) => keepEvent(event, reason, detail));
  return {
    streams: plan.streams.toSorted(byName),
    log: plan.applied.map(({ event }) => event),
    entries: plan.applied.flatMap(({ entry }) =>
      entry ? { id: entryIdOf(entry.source, entry.eventId), ...entry } : [],
    ),
    names: lastOfEach(plan.applied.flatMap(({ names }) => names)),
    pending: plan.pending,
    noLongerPending: plan.noLongerPending.map(({ source, subject, sequence }) => ({
      source,
      stream: subject!,
      sequence: sequence!,
    })),
    parked: [...parked, ...malformed],
  };
}

/** The last name of each; sorted, so that two writers never wait for each other. */
function lastOfEach(names: readonly NameChange[]): NameChange[] {
  const last = new Map(names.map((change) => [change.mention, change]));
  return [...last.values()].toSorted((a, b) => (a.mention < b.mention ? -1 : 1));
}

// Two writers that lock rows in the same order never wait for each other.
function byName(a: FeedBatch['streams'][number], b: FeedBatch['streams'][number]): number {
  return `${a.source} ${a.stream}` < `${b.source} ${b.stream}` ? -1 : 1;
}
