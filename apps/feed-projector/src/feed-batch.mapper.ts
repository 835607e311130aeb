import { eventOf } from '#lib/envelope';
import {
  entryIdOf,
  type FeedBatch,
  type Forgotten,
  type NewEntry,
  type NewParked,
  type ProjectionChanges,
  type StreamKey,
} from '#lib/read-model';
import { keepEvent } from './parked-message.mapper.js';
import { keyOf, type Plan } from './plan-batch.js';
import { erasureOf, type ProjectedEvent } from './project-event.js';

const NO_CHANGES: ProjectionChanges = {
  retracted: [],
  entries: [],
  names: [],
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
  const entries = new Map<string, NewEntry>();
  const retracted = new Map<string, StreamKey>();
  for (const { event, entry, retracts } of applied) {
    if (entry)
      entries.set(keyOf(event.source, event.id), { id: entryIdOf(event.source, event.id), ...entry });
    if (!retracts) continue;
    const stream = { source: event.source, stream: event.subject! };
    retracted.set(keyOf(stream.source, stream.stream), stream);
    for (const [key, { source, stream: shownBy }] of entries) {
      if (source === stream.source && shownBy === stream.stream) entries.delete(key);
    }
  }
  return {
    retracted: [...retracted.values()],
    entries: [...entries.values()],
    names: lastOfEach(
      applied.flatMap(({ names = [] }) => names),
      ({ mention }) => mention,
    ),
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
