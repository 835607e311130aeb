import { z } from 'zod';
import { listParams } from '../parked/parked.params.js';

/** The parameters of `GET /operator/acts`. Others are faults. */
export const actsParams = listParams.pick({ limit: true }).extend({
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the id of an act, a whole number')
    .optional(),
});
export type ActsParams = z.output<typeof actsParams>;
