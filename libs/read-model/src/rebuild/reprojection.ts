import type { CloudEvent } from '#lib/envelope';
import type { NewEntry } from '../feed-batch.js';

/** What one event shows, by the present contracts and cards. Undefined: no entry. */
export type ShownAs = Omit<NewEntry, 'id'> | undefined;

/** How the present contracts and cards read the log. */
export interface Reprojection {
  readonly entryTypes: readonly string[];
  readonly retractionTypes: readonly string[];
  /** Of each of the events. */
  readonly entriesOf: (events: readonly CloudEvent[]) => Promise<readonly ShownAs[]>;
}
