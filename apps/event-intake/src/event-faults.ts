import type { z } from 'zod';
import type { Fault } from '#lib/service';
import type { Locate } from './incoming-event.js';

type Issue = z.core.$ZodIssue;

/**
 * What a schema found wrong with a value, one fault for each member. What else is wrong with the same member follows from
 * the first, more often than not. `at` knows where the members stand.
 */
export function faultsOf(issues: readonly Issue[], value: unknown, at: Locate): Fault[] {
  return firstOfEach(issues).map((issue) => {
    const place = at(issue.path);
    if (issue.code !== 'custom' && valueAt(value, issue.path) === undefined)
      return { ...place, code: 'required', detail: 'is required' };
    return { ...place, code: issue.code.replaceAll('_', '-'), detail: detailOf(issue) };
  });
}

function firstOfEach(issues: readonly Issue[]): Issue[] {
  const first = new Map<string, Issue>();
  for (const issue of issues)
    first.set(JSON.stringify(issue.path), first.get(JSON.stringify(issue.path)) ?? issue);
  return [...first.values()];
}

/** Zod says "Invalid input" of a union and "Invalid key" of a record; what it means is one level deeper. */
function detailOf(issue: Issue): string {
  const inner =
    issue.code === 'invalid_union' ? issue.errors.flat() : issue.code === 'invalid_key' ? issue.issues : [];
  const told = inner.length > 0 ? inner.map(({ message }) => message) : [issue.message];
  return [...new Set(told)].join(', or ');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[key],
    value,
  );
}

/** Texts, and names of members, that neither Postgres nor UTF-8 can hold. Recursive: not for what is nested too deep. */
export function unstorableTexts(value: unknown, at: Locate, path: readonly PropertyKey[] = []): Fault[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [unstorable(at, path)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    return isStorable(key) ? unstorableTexts(inner, at, here) : [unstorable(at, here)];
  });
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

function unstorable(at: Locate, path: readonly PropertyKey[]): Fault {
  return { ...at(path), code: 'text-invalid', detail: 'must not hold U+0000 or half of a character' };
}
