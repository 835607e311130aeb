import { entryIdOf, type FeedBatch, type NewParked, type PersonChange } from '#lib/read-model';
import { keepEvent } from './parked-message.js';
import type { Plan } from './plan-batch.js';

/** A plan as rows of the read model. `malformed`: what was in the same batch and is no event. */
export function toFeedBatch(plan: Plan, malformed: readonly NewParked[]): FeedBatch {
  const parked = plan.parked.map(({ event, reason, detail }) => keepEvent(event, reason, detail));
  return {
    streams: plan.streams,
    log: plan.applied.map(({ event }) => event),
    entries: plan.applied.flatMap(({ entry }) =>
      entry ? { id: entryIdOf(entry.source, entry.eventId), ...entry } : [],
    ),
    people: mergePeople(plan.applied.flatMap(({ people }) => people)),
    pending: plan.pending,
    noLongerPending: plan.noLongerPending.map(({ source, subject, sequence }) => ({
      source,
      stream: subject!,
      sequence: sequence!,
    })),
    parked: [...parked, ...malformed],
  };
}

/** One change for each person, later facts over earlier ones; sorted, so that two writers never wait for each other. */
function mergePeople(changes: readonly PersonChange[]): PersonChange[] {
  const people = new Map<string, PersonChange>();
  for (const change of changes) people.set(change.id, { ...people.get(change.id), ...change });
  return [...people.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
