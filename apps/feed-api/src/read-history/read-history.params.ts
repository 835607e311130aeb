import { z } from 'zod';

const MOST = 100;
const limitRule = `must be a whole number from 1 to ${MOST}`;

/** The parameters of `GET /feed/:entryId/history`. */
export const readHistoryParams = z.strictObject({
  limit: z
    .string(limitRule)
    .regex(/^\d{1,3}$/, limitRule)
    .meta({ type: 'integer', minimum: 1, maximum: MOST, default: MOST, pattern: undefined })
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MOST, limitRule)
    .default(MOST),
});

export type ReadHistoryParams = z.output<typeof readHistoryParams>;
