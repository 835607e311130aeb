import { eventOf } from '#lib/envelope';
import {
  entryIdOf,
  type FeedBatch,
  type Forgotten,
  type NewEntry,
  type NewParked,
  type ProjectionChanges,
  type Retraction,
} from '#lib/read-model';
import { REMOVED } from '#lib/envelope';
import { keepEvent } from './parked-message.mapper.js';
import { keyOf, type Plan } from './plan-batch.js';
import { erasureOf, type ProjectedEvent } from './project-event.js';

const NO_CHANGES: ProjectionChanges = {
  retracted: [],
  entries: [],
  passed: [],
  names: [],
  namings: [],
  placements: [],
  reactions: [],
  curations: [],
  forgotten: [],
};

/** Does nothing to the feed. */
export const NO_BATCH: FeedBatch = {
  ...NO_CHANGES,
  streams: [],
  log: [],
  pending: [],
  noLongerPending: [],
  parked: [],
};

/** A plan as rows of the read model. `malformed`: what was in the same batch and is no event. */
export function toFeedBatch(plan: Plan, malformed: readonly NewParked[]): FeedBatch {
  const parked = plan.parked.map(keepEvent);
  return {
    streams: plan.streams.toSorted(byName),
    log: plan.applied.map(({ event, shown }) => ({ event, shown })),
    ...toChanges(plan.applied),
    pending: plan.pending,
    noLongerPending: plan.noLongerPending.map(({ source, subject, sequence }) => ({
      source,
      stream: subject!,
      sequence: sequence!,
    })),
    parked: [...parked, ...malformed],
  };
}

/** What events that take effect in this order leave behind. */
export function toChanges(applied: readonly ProjectedEvent[]): ProjectionChanges {
  const namings = applied.flatMap(({ event, names = [] }) =>
    names.map((name) => ({ ...name, source: event.source, eventId: event.id })),
  );
  return {
    ...entriesOf(applied),
    names: lastOfEach(
      applied.flatMap(({ names = [] }) => names),
      ({ mention }) => mention,
    ),
    // How they were called who are forgotten is nothing to be kept.
    namings: namings.filter(({ name }) => name !== REMOVED),
    placements: lastOfEach(
      applied.flatMap(({ placements = [] }) => placements),
      ({ mention }) => mention,
    ),
    reactions: lastOfEach(
      applied.flatMap(({ reaction }) => reaction ?? []),
      ({ entryId, personId, kind }) => `${entryId} ${personId} ${kind}`,
    ),
    curations: lastOfEach(
      applied.flatMap(({ curation }) => curation ?? []),
      ({ entryId, what }) => `${entryId} ${what}`,
    ),
    forgotten: applied.flatMap(({ forgets }) => (forgets === undefined ? [] : forgottenOf(forgets))),
  };
}

/** What is shown, and what was, for a moment, until an event of the same stream took it back. */
function entriesOf(
  applied: readonly ProjectedEvent[],
): Pick<ProjectionChanges, 'retracted' | 'entries' | 'passed'> {
  const entries = new Map<string, NewEntry>();
  const retracted = new Map<string, Retraction>();
  const passed: ProjectionChanges['passed'][number][] = [];
  for (const { event, entry, retracts } of applied) {
    if (entry)
      entries.set(keyOf(event.source, event.id), { id: entryIdOf(event.source, event.id), ...entry });
    if (!retracts) continue;
    const [source, stream] = [event.source, event.subject!];
    const before = retracted.get(keyOf(source, stream));
    retracted.set(keyOf(source, stream), before ?? { source, stream, eventId: event.id });
    for (const [key, shown] of entries) {
      if (shown.source !== source || shown.stream !== stream) continue;
      entries.delete(key);
      passed.push({ ...shown, retractedBy: event.id });
    }
  }
  return { retracted: [...retracted.values()], entries: [...entries.values()], passed };
}

/** An owner whose key is destroyed, as the feed knows it. */
export function forgottenOf(owner: string): Forgotten {
  const event = eventOf(owner);
  return event ? { owner, entryId: entryIdOf(event.source, event.id) } : { owner };
}

/** What it takes to forget owners of whom no event tells. */
export function changesOfErasure(owners: readonly string[]): ProjectionChanges {
  const erasures = owners.map(erasureOf);
  return {
    ...NO_CHANGES,
    names: erasures.flatMap(({ names }) => names),
    forgotten: owners.map(forgottenOf),
  };
}

/** Sorted, so that two writers never wait for each other. */
function lastOfEach<Change>(changes: readonly Change[], keyOfChange: (change: Change) => string): Change[] {
  const last = new Map(changes.map((change) => [keyOfChange(change), change]));
  return [...last].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
}

// Two writers that lock rows in the same order never wait for each other.
function byName(a: FeedBatch['streams'][number], b: FeedBatch['streams'][number]): number {
  return `${a.source} ${a.stream}` < `${b.source} ${b.stream}` ? -1 : 1;
}
