import { z } from 'zod';

/** Up to where a reader has seen the feed, and how much has come since. */
export const markerSchema = z
  .object({
    position: z.string().nullable().describe('As it was marked. Null: nothing has been.'),
    seenAt: z
      .string()
      .nullable()
      .meta({ format: 'date-time' })
      .describe('What the feed had received by then has been seen.'),
    unseen: z
      .object({
        count: z
          .int()
          .min(0)
          .max(99)
          .describe('Of entries that the reader may see, and that are not their own doing.'),
        capped: z.boolean().describe('There are more, or there may be.'),
      })
      .meta({ id: 'Unseen' }),
  })
  .meta({ id: 'Marker' });

export type MarkerAnswer = z.output<typeof markerSchema>;
