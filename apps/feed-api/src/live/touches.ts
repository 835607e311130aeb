import type { Change } from '#lib/read-model';

/** All that happened to one entry or one name, among some changes. */
export interface Touch {
  /** The id of an entry, or a mention. */
  readonly subject: string;
  readonly isName: boolean;
  /** The position of the first of them. */
  readonly first: number;
  readonly kinds: ReadonlySet<Change['kind']>;
  /** Whoever was told of any of them. */
  readonly audience: readonly string[];
}

/** In the order of their first change. Placements touch nothing that is shown. */
export function touchesOf(changes: readonly Change[]): Touch[] {
  const bySubject = new Map<string, Change[]>();
  for (const change of changes) {
    if (change.kind === 'placed') continue;
    const subject = change.entryId ?? change.mention ?? '';
    const others = bySubject.get(subject);
    if (others) others.push(change);
    else bySubject.set(subject, [change]);
  }
  const touches = [...bySubject].map(([subject, theirs]): Touch => ({
    subject,
    isName: theirs[0]!.kind === 'named',
    first: Math.min(...theirs.map(({ position }) => position)),
    kinds: new Set(theirs.map(({ kind }) => kind)),
    audience: [...new Set(theirs.flatMap(({ audience }) => audience))],
  }));
  return touches.toSorted((a, b) => a.first - b.first);
}
