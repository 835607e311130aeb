import { z } from 'zod';
import { cardNames, cardNamesSaying } from '#lib/cards';
import { id } from '#lib/contracts';
import type { FeedPageQuery, FeedPosition } from '#lib/read-model';
import { inMicroseconds } from '../moments.js';

/** `employee.hired`, or `employee.*` for all that begins so; several with commas, or the parameter repeated. */
const typeFilter = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((part) => part.split(',')))
  .superRefine((patterns, context) => {
    for (const pattern of patterns) {
      if (namesOf(pattern).length === 0) {
        context.addIssue({
          code: 'custom',
          message: `no entries are of the type ${JSON.stringify(pattern)}`,
        });
      }
    }
  })
  .transform((patterns) => [...new Set(patterns.flatMap(namesOf))].toSorted());

const momentRule = 'must be a date or a moment of RFC 3339, like 2026-11-20 or 2026-11-20T10:00:00Z';

const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], momentRule)
  .transform((value) => new Date(value))
  .refine((date) => !Number.isNaN(date.getTime()) && date.getUTCFullYear() > 0, momentRule)
  .transform(inMicroseconds);

export const pastMoment = moment.refine(
  (at) => at <= inMicroseconds(new Date()),
  'must not be in the future',
);

const MOST_WORDS = 8;
const wordsRule = `must be of one to ${MOST_WORDS} words of letters or digits`;

/** Its words: what is no letter or digit stands between them. */
const search = z
  .string()
  .max(200)
  .transform((text) => [
    ...new Set(
      text
        .normalize('NFC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu),
    ),
  ])
  .refine((words) => words.length >= 1 && words.length <= MOST_WORDS, wordsRule);

/** What may be asked of a list, in every answer that has one. */
export const feedFilters = z.strictObject({
  type: typeFilter.optional(),
  person: id.optional(),
  department: id.optional().describe('With all departments beneath it.'),
  from: moment.optional().describe('From this moment on.'),
  to: moment.optional().describe('Before this moment.'),
  q: search.optional().describe('Words, or how they begin.'),
});
export type FeedFilters = z.output<typeof feedFilters>;

/** For a schema with filters: an end before the beginning leaves nothing. */
export const endsAfterItBegins = {
  check: ({ from, to }: Pick<FeedFilters, 'from' | 'to'>): boolean =>
    from === undefined || to === undefined || from < to,
  fault: { message: 'must be later than from', path: ['to'] },
};

/** The filters of a list as the read model asks for them. */
export function toPageQuery(
  { type, person, department, from, to, q }: FeedFilters,
  { within }: Pick<FeedPosition, 'within'>,
): Omit<FeedPageQuery, 'audiences' | 'reader' | 'limit' | 'after' | 'before'> {
  return {
    ...(type && { names: type }),
    ...(person !== undefined && { person }),
    ...(department !== undefined && { within }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(q && { words: q.map((word) => ({ word, names: cardNamesSaying(word) })) }),
  };
}

/** Only the filters, always in the same order: what tells one list from another. */
export function filtersOf({ type, person, department, from, to, q }: FeedFilters): FeedFilters {
  return { type, person, department, from, to, q };
}

function namesOf(pattern: string): string[] {
  if (!pattern.endsWith('.*')) return cardNames().filter((name) => name === pattern);
  return cardNames().filter((name) => name.startsWith(pattern.slice(0, -1)));
}
