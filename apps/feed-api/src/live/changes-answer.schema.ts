import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { entrySchema, nameSchema } from '../feed-answer.schema.js';
import type { ChangesAnswer } from './read-changes.handler.js';

const told = <Name extends string, Data extends z.ZodType>(event: Name, data: Data) =>
  z.object({ event: z.literal(event), data });

const entry = z.object({ entry: entrySchema });
const ofEntry = z.object({ id: z.string() });

/** What a reader is told of changes, by a stream as well. */
export const toldSchema = z
  .union([
    told('entry.added', entry),
    told(
      'entry.updated',
      entry.extend({ pinned: z.boolean().optional().describe('There when that changed.') }),
    ),
    told('entry.retracted', ofEntry),
    told('reactions.changed', ofEntry.extend({ reactions: entrySchema.shape.reactions })),
    told('name.changed', nameSchema),
  ])
  .meta({ id: 'Told', description: 'What changed, as it is now.' });

/** For the documents of the API. */
export const changesSchema = z
  .object({
    changes: z.array(toldSchema),
    position: z.string().describe('For since of the next request.'),
    reset: z
      .object({
        reason: z.enum(['position-unknown', 'epoch', 'audience', 'too-far-behind', 'department', 'names']),
      })
      .nullable()
      .describe('The feed is to be read anew, from its first page.'),
  })
  .meta({ id: 'Changes' }) satisfies z.ZodType<ChangesAnswer>;

export const AnswersChanges = (): MethodDecorator => ApiOkResponse({ standardSchema: changesSchema });
