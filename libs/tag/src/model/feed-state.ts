import type { FeedEntry, Name, FeedPage, Reaction } from '#lib/client';

/** What a feed shows. Entries are newest first. */
export interface FeedState {
  readonly items: readonly FeedEntry[];
  /** Came while somebody reads: shown when they ask for it, since nothing is put above a reader. */
  readonly waiting: readonly FeedEntry[];
  readonly pinned: readonly FeedEntry[];
  /** Taken back just now: shown as such, shortly. */
  readonly gone: ReadonlySet<string>;
  /** The cursor of older entries. */
  readonly next: string | null;
  /** Whether it begins at the newest: where it does not, what is new has no place in it. */
  readonly isNewest: boolean;
}

export const EMPTY: FeedState = {
  items: [],
  waiting: [],
  pinned: [],
  gone: new Set(),
  next: null,
  isNewest: true,
};

/** A first page, in the place of all that was there. */
export function begun({ items, page, meta }: FeedPage): FeedState {
  return { ...EMPTY, items, pinned: meta.pinned ?? [], next: page.hasMore ? page.next : null };
}

/** A page of older entries behind those that are there. */
export function continued(state: FeedState, { items, page }: FeedPage): FeedState {
  const known = new Set(state.items.map(({ id }) => id));
  const older = items.filter(({ id }) => !known.has(id));
  return { ...state, items: [...state.items, ...older], next: page.hasMore ? page.next : null };
}

/**
 * An entry that is new. What is older than the last one shown is left to the page that it is on, as long as there are more pages.
 */
export function arrived(state: FeedState, entry: FeedEntry): FeedState {
  const isKnown = [...state.items, ...state.waiting].some(({ id }) => id === entry.id);
  if (isKnown) return changed(state, entry);
  const last = state.items.at(-1);
  if (!state.isNewest) return state;
  if (state.next !== null && last && isBefore(last, entry)) return state;
  return { ...state, waiting: [entry, ...state.waiting].toSorted(newestFirst) };
}

/** Whether a page of the newest entries reaches down to those that are there. */
export function isContinuous({ items }: FeedState, { items: newest, page }: FeedPage): boolean {
  const [first] = items;
  return !page.hasMore || newest.some((entry) => first && !isBefore(entry, first));
}

/** What of the newest entries, each by itself, is new or changed. Others may stand in groups. */
export function caughtUp(state: FeedState, { items: newest }: FeedPage): FeedState {
  const [first] = state.items;
  const known = new Set(state.items.map(({ id }) => id));
  return newest
    .filter((entry) => !first || known.has(entry.id) || isBefore(entry, first))
    .reduce(arrived, state);
}

/** All that waits takes its place. */
export function revealed(state: FeedState): FeedState {
  const items = [...state.waiting, ...state.items].toSorted(newestFirst);
  return { ...state, items, waiting: [] };
}

/** An entry says something else from now on. */
export function changed(state: FeedState, entry: FeedEntry): FeedState {
  return mapped(state, entry.id, ({ group, message }) =>
    // What speaks for a group goes on doing so.
    group && !entry.group ? { ...entry, group, message } : entry,
  );
}

/** The numbers are the server's: nothing is counted here. */
export function reacted(state: FeedState, id: string, reactions: readonly Reaction[]): FeedState {
  return mapped(state, id, (entry) => ({ ...entry, reactions }));
}

/** An entry was taken back: what waits is dropped, what is shown says so until it is {@link removed}. */
export function retracted(state: FeedState, id: string): FeedState {
  const shown = state.items.some((entry) => entry.id === id);
  const without = (entries: readonly FeedEntry[]) => entries.filter((entry) => entry.id !== id);
  return {
    ...state,
    waiting: without(state.waiting),
    pinned: without(state.pinned),
    gone: shown ? new Set([...state.gone, id]) : state.gone,
  };
}

/** Another entry speaks for a group from now on. */
export function succeeded(state: FeedState, id: string, heir: FeedEntry): FeedState {
  return mapped(state, id, () => heir);
}

export function removed(state: FeedState, id: string): FeedState {
  const gone = new Set(state.gone);
  gone.delete(id);
  return { ...state, gone, items: state.items.filter((entry) => entry.id !== id) };
}

/** Somebody or something is called otherwise from now on. */
export function renamed(state: FeedState, change: Name): FeedState {
  return all(state, (entry) => withName(entry, change));
}

/** What a reader sees at once on a click: their own reaction there, or gone. The server's word follows. */
export function toggled(reactions: readonly Reaction[], kind: string, isThere: boolean): Reaction[] {
  const others = reactions.filter((reaction) => reaction.kind !== kind);
  const before = reactions.find((reaction) => reaction.kind === kind);
  const step = Number(isThere) - Number(before?.mine ?? false);
  const after = { kind, count: (before?.count ?? 0) + step, mine: isThere };
  if (!before) return [...others, after];
  return reactions
    .map((reaction) => (reaction.kind === kind ? after : reaction))
    .filter(({ count }) => count > 0);
}

function withName(entry: FeedEntry, { type, id, name, forgotten }: Name): FeedEntry {
  const { parts } = entry.message;
  const isIt = (arg: object | null | undefined) =>
    arg != null && 'id' in arg && arg.id === id && 'type' in arg && arg.type === type;
  const named = { type, id, name, ...(forgotten && { forgotten }) };
  const actor = isIt(entry.actor) ? named : entry.actor;
  if (!parts.some(({ arg }) => isIt(arg)) || name === null) return { ...entry, actor };
  const told = parts.map((part) => (isIt(part.arg) ? { text: name, arg: named } : part));
  const text = told.map((part) => part.text).join('');
  return { ...entry, actor, message: { ...entry.message, text, parts: told } };
}

function mapped(state: FeedState, id: string, change: (entry: FeedEntry) => FeedEntry): FeedState {
  return all(state, (entry) => (entry.id === id ? change(entry) : entry));
}

function all(state: FeedState, change: (entry: FeedEntry) => FeedEntry): FeedState {
  return {
    ...state,
    items: state.items.map(change),
    waiting: state.waiting.map(change),
    pinned: state.pinned.map(change),
  };
}

function newestFirst(one: FeedEntry, other: FeedEntry): number {
  if (one.id === other.id) return 0;
  return isBefore(one, other) ? -1 : 1;
}

/** Whether `one` stands above `other`. */
function isBefore(one: FeedEntry, other: FeedEntry): boolean {
  if (one.occurredAt !== other.occurredAt) return one.occurredAt > other.occurredAt;
  return one.id > other.id;
}
