import { maySee } from '#lib/contracts';
import type { Change, TouchedRow } from '#lib/read-model';
import type { Subscriber } from './stream.subscriber.js';
import type { Touch } from './touches.js';

/** What was touched, as it is now. */
export interface State {
  readonly entries: ReadonlyMap<string, TouchedRow>;
  readonly names: ReadonlyMap<string, string>;
  /** The touched entries that are in a list, by its key. */
  readonly inList: ReadonlyMap<string, ReadonlySet<string>>;
  /** How people reacted, by entry and person. */
  readonly reactors: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;
}

/** What one reader is told of one touch. */
export type News = { readonly touch: Touch } & (
  | { readonly event: 'entry.added' | 'entry.updated' | 'reactions.changed'; readonly entry: TouchedRow }
  | { readonly event: 'entry.retracted' | 'name.changed' }
);

/**
 * What a reader is told, by what is so now and not by what happened in between: whoever is told the same again, or only the
 * last of several changes, ends with the same list. In the order of the touches.
 */
export function newsOf(touches: readonly Touch[], state: State, subscriber: Subscriber): News[] {
  return touches.flatMap((touch): News[] => {
    const event = touch.isName ? nameEvent(touch, subscriber) : entryEvent(touch, state, subscriber);
    if (event === undefined) return [];
    if (event === 'entry.retracted' || event === 'name.changed') return [{ touch, event }];
    return [{ touch, event, entry: state.entries.get(touch.subject)! }];
  });
}

function nameEvent({ audience }: Touch, { audiences }: Subscriber): 'name.changed' | undefined {
  return maySee(audience, audiences) ? 'name.changed' : undefined;
}

function entryEvent(
  { subject, kinds, audience }: Touch,
  { entries, inList }: State,
  { audiences, list }: Subscriber,
): Exclude<News['event'], 'name.changed'> | undefined {
  const entry = entries.get(subject);
  const isInList = list.key === '' || inList.get(list.key)?.has(subject) === true;
  const isReaction = kinds.size === 1 && kinds.has('reacted');
  if (entry && isInList && maySee(entry.readers, audiences)) {
    if (kinds.has('added') || kinds.has('shown')) return 'entry.added';
    return isReaction ? 'reactions.changed' : 'entry.updated';
  }
  // Who was told of none of it never had the entry, and a reaction takes it from nobody.
  return !isReaction && maySee(audience, audiences) ? 'entry.retracted' : undefined;
}

/**
 * Why a reader has to read the list anew, if they have to: entries that nothing happened to may have come into it, or have
 * left it.
 */
export function whyReset(
  changes: readonly Change[],
  { audiences, list: { filters } }: Subscriber,
): 'department' | 'names' | undefined {
  if (filters.department !== undefined && changes.some(isOfDepartment)) return 'department';
  const asksForNames = filters.q !== undefined;
  const isRenamed = ({ kind, audience }: Change): boolean => kind === 'named' && maySee(audience, audiences);
  return asksForNames && changes.some(isRenamed) ? 'names' : undefined;
}

/**
 * Whether somebody, or a department on their way up, was placed. Who was away in between may have been told that entries are
 * gone which they see again now.
 */
export function wasPlaced(
  changes: readonly Change[],
  { reader, audiences }: Pick<Subscriber, 'reader' | 'audiences'>,
): boolean {
  const { personId } = reader;
  if (personId === undefined) return false;
  return changes.some(
    ({ kind, mention }) =>
      kind === 'placed' && (mention === `person:${personId}` || audiences.includes(`${mention}/*`)),
  );
}

const isOfDepartment = ({ kind, mention }: Change): boolean =>
  kind === 'placed' && mention?.startsWith('department:') === true;
