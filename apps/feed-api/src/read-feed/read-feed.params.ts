import { z } from 'zod';
import { cardNames } from '#lib/cards';
import { id } from '#lib/contracts';

const LIMIT = { default: 20, most: 100 };
const limitRule = `must be a whole number from 1 to ${LIMIT.most}`;

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

/** The parameters of `GET /feed`. Others are faults. */
export const readFeedParams = z
  .strictObject({
    limit: z
      .string(limitRule)
      .regex(/^\d{1,3}$/, limitRule)
      .meta({ type: 'integer', minimum: 1, maximum: LIMIT.most, default: LIMIT.default, pattern: undefined })
      .transform(Number)
      .refine((limit) => limit >= 1 && limit <= LIMIT.most, limitRule)
      .default(LIMIT.default),
    after: z.string().max(300).optional(),
    before: z.string().max(300).optional(),
    type: typeFilter.optional(),
    person: id.optional(),
  })
  .refine(({ after, before }) => after === undefined || before === undefined, {
    message: 'cannot be given together with after',
    path: ['before'],
  });

export type ReadFeedParams = z.output<typeof readFeedParams>;

function namesOf(pattern: string): string[] {
  if (!pattern.endsWith('.*')) return cardNames().filter((name) => name === pattern);
  return cardNames().filter((name) => name.startsWith(pattern.slice(0, -1)));
}
