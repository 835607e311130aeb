import { z } from 'zod';

const count = z.int().min(0);

/** What a replay answers, for the API's description. */
export const replayedSchema = z.object({
  applied: count,
  duplicates: count.describe('Applied before; they are no longer parked.'),
  pending: count.describe('They wait for an event that has not come.'),
  parked: count.describe('Still not applicable.'),
});

export const skippedSchema = z.object({
  id: z.string(),
  replayed: replayedSchema.describe('What became of the stream behind it.'),
});
