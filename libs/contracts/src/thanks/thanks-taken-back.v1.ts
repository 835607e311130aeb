import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id } from '../fields.js';

/** Somebody takes a thank-you back. The last event of its stream. */
export const ThanksTakenBackV1 = defineEvent({
  name: 'thanks.taken-back',
  version: 1,
  schema: z.object({ thanksId: id }),
});
