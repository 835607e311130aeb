import type { CloudEvent } from '#lib/envelope';

/** Whether two events under one id say the same. What only tells of their way, such as a trace, may differ. */
export function isSameEvent(one: CloudEvent, other: CloudEvent): boolean {
  return canonical(contentOf(one)) === canonical(contentOf(other));
}

function contentOf({ type, subject, sequence, time, data }: CloudEvent): unknown {
  return { type, subject, sequence, time, data };
}

/** The members in one order: the database has its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
