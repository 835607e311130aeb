/** All that the tag says by itself. What entries say comes from the feed. */
export interface Words {
  readonly feed: string;
  readonly skip: string;
  readonly pinned: string;
  readonly pinnedMark: string;
  readonly loading: string;
  readonly loadMore: string;
  readonly end: string;
  readonly more: (count: number) => string;
  readonly fresh: (count: number) => string;
  readonly freshHint: string;
  readonly live: string;
  readonly connecting: string;
  readonly reconnecting: string;
  readonly offline: (since: string) => string;
  readonly retry: string;
  readonly failed: string;
  readonly signedOut: string;
  readonly unreachable: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly nothing: string;
  readonly hiddenBy: string;
  readonly clear: string;
  readonly filters: Readonly<Record<'type' | 'person' | 'department' | 'from' | 'to' | 'q', string>>;
  readonly gone: string;
  readonly hidden: string;
  readonly showGroup: (count: number) => string;
  readonly hideGroup: string;
  readonly showAll: string;
  readonly showLess: string;
  readonly link: string;
  readonly react: string;
  readonly reactions: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly people: (count: number) => string;
  readonly reactionFailed: string;
  readonly keyboard: string;
  readonly close: string;
  readonly keys: readonly (readonly [keys: string, does: string])[];
  readonly types: Readonly<Record<string, string>>;
}

/** The word for a type, or for all that begin like it, or the type itself. */
export function typeWord(words: Words, type: string): string {
  return words.types[type] ?? words.types[type.split('.')[0] ?? ''] ?? type;
}
