/** A row of the projection as text that can be compared, whether it comes from the database or from the fold. */
export interface EntryFields {
  readonly occurredAt: string | Date;
  readonly name: string;
  readonly type: string;
  readonly source: string;
  readonly eventId: string;
  readonly stream: string | null;
  readonly args: unknown;
  readonly mentions: readonly string[];
  readonly audience: readonly string[];
}

export function entryText(fields: EntryFields): string {
  const { occurredAt, mentions, audience, ...same } = fields;
  return canonical({
    ...same,
    occurredAt: new Date(occurredAt).getTime(),
    mentions: mentions.toSorted(),
    audience: audience.toSorted(),
  });
}

/** Of an index row: by whom it is found, and what. */
export function indexText(by: readonly string[], occurredAt: string | Date, name: string): string {
  return [...by, new Date(occurredAt).getTime(), name].join(' ');
}

/** The members in one order: the database has its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
