import type { CloudEvent } from '#lib/envelope';

/** What an event says in the clear. Throws where nobody can read it. */
export type DataOf = (event: CloudEvent) => unknown;

/**
 * Whether two events under one id say the same. What only tells of their way, such as a trace, may differ; and one of them
 * may have been recorded before its personal fields were sealed, or after the person was forgotten.
 */
export function isSameEvent(one: CloudEvent, other: CloudEvent, dataOf: DataOf): boolean {
  return contentOf(one, one.data) === contentOf(other, other.data) || isSameInTheClear(one, other, dataOf);
}

function isSameInTheClear(one: CloudEvent, other: CloudEvent, dataOf: DataOf): boolean {
  try {
    return contentOf(one, dataOf(one)) === contentOf(other, dataOf(other));
  } catch {
    // Whoever cannot read them knows only that they are not the same as they stand.
    return false;
  }
}

function contentOf({ type, subject, sequence, time }: CloudEvent, data: unknown): string {
  return canonical({ type, subject, sequence, time, data });
}

/** The members in one order: the database has its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
