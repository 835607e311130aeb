import { z } from 'zod';
import { defineEvent, personal } from '#lib/envelope';
import { id, ids, prose } from '../fields.js';

/** Somebody thanks colleagues. The first event of the stream `thanks/<thanksId>`. */
export const ThanksGivenV1 = defineEvent({
  name: 'thanks.given',
  version: 1,
  schema: z.object({
    thanksId: id,
    from: id,
    to: ids(50),
    message: personal(prose(1000), { of: 'from', alone: true }),
  }),
});
