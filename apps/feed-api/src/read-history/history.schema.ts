import { z } from 'zod';

/** What is behind an entry. */
export const historySchema = z
  .object({
    events: z
      .array(
        z.object({
          id: z.string().describe('Unique with its source.'),
          type: z.string().describe("The contract's name, with its version."),
          source: z.string(),
          sequence: z.int().optional().describe('Which event of its stream it is. Some have no order.'),
          occurredAt: z.string().meta({ format: 'date-time' }),
          receivedAt: z.string().meta({ format: 'date-time' }).describe('When the feed received it.'),
          requestId: z.string().optional().describe('Of the request that started it all.'),
          traceId: z.string().optional().describe('W3C Trace Context.'),
          by: z
            .string()
            .optional()
            .describe("Whose word it was, of an editor's: the subject of their token."),
        }),
      )
      .describe('In the order in which the feed received them.'),
    hasMore: z.boolean(),
  })
  .meta({ id: 'History' });

export type HistoryAnswer = z.output<typeof historySchema>;
