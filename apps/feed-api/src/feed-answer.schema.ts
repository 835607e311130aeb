import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import type { PresentedEntry } from './entry.presenter.js';

export const nameSchema = z
  .object({
    type: z.enum(['person', 'department', 'team']),
    id: z.string(),
    name: z.string().nullable().describe('Null while the feed has not heard it, and of who is forgotten.'),
    forgotten: z.literal(true).optional().describe('There for a person who is forgotten.'),
  })
  .meta({ id: 'Name' });

const linkSchema = z.object({ type: z.literal('link'), href: z.string() });

const argSchema = z
  .union([
    nameSchema,
    z.object({ type: z.literal('text'), value: z.string() }),
    z.object({ type: z.literal('number'), value: z.int() }).describe('Of a group: how many.'),
    z.object({ type: z.literal('removed') }).describe('A text that was erased.'),
    z.object({ type: z.literal('list'), items: z.array(nameSchema) }),
    linkSchema,
  ])
  .meta({ id: 'Arg', description: 'What a text speaks of.' });

const reactionSchema = z
  .object({ kind: z.string(), count: z.int(), mine: z.boolean().describe("The reader's own is among them.") })
  .meta({ id: 'Reaction' });

const groupSchema = z
  .object({
    key: z.string().describe('For `GET /feed/groups/{key}`.'),
    count: z.int(),
    truncated: z.boolean().describe('There are more than were counted.'),
    sample: z.array(nameSchema).describe('Whose doing it is, or what it is about: a few, the last first.'),
    from: z.string().meta({ format: 'date-time' }).describe('Of its time; entries of it are none before.'),
    to: z.string().meta({ format: 'date-time' }).describe('When its time is over.'),
  })
  .meta({ id: 'Group' });

/** An entry, for the documents of the API. */
export const entrySchema = z
  .object({
    id: z.string(),
    type: z.string().describe("The event's name, without its version."),
    occurredAt: z.string().meta({ format: 'date-time' }),
    actor: argSchema.nullable().describe('Whose doing it is.'),
    subject: argSchema.nullable().describe('What it is about.'),
    message: z.object({
      text: z.string(),
      parts: z
        .array(z.object({ text: z.string(), arg: z.union([nameSchema, linkSchema]).optional() }))
        .describe('The text in pieces, for clients that set names and links.'),
      template: z.string().describe('The ICU message behind the text.'),
      args: z.record(z.string(), argSchema),
    }),
    group: groupSchema.optional().describe('It stands for others as well, and the message speaks of all.'),
    reactions: z.array(reactionSchema).describe('Most first.'),
    source: z.object({ service: z.string(), eventId: z.string() }),
    hidden: z.literal(true).optional().describe('An editor has hidden it; nobody but editors get it.'),
  })
  .meta({ id: 'Entry' }) satisfies z.ZodType<PresentedEntry>;

const cursor = z.string().nullable();

/** A page of the feed, for the documents of the API. */
export const feedSchema = z
  .object({
    items: z.array(entrySchema),
    page: z.object({
      next: cursor.describe('For `after`: older entries.'),
      prev: cursor.describe('For `before`: newer ones.'),
      hasMore: z.boolean().describe('In the direction that was asked for.'),
    }),
    meta: z.object({
      position: z.string().describe('Changes with anything in the feed.'),
      pinned: z
        .array(entrySchema)
        .optional()
        .describe('On the first page: what editors put above the others.'),
      covered: z
        .boolean()
        .optional()
        .describe('There with `min`: whether all that the tokens are of is in the feed.'),
    }),
  })
  .meta({ id: 'Feed' });

const header = (description: string) => ({ description, schema: { type: 'string' as const } });

/** Describes what {@link answerConditionally} answers. */
export const AnswersConditionally = (
  standardSchema: z.ZodType,
  headers: Record<string, ReturnType<typeof header>> = {},
): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: 'If-None-Match', description: 'The ETag of an earlier answer.', required: false }),
    ApiHeader({ name: 'Accept-Language', description: 'In which language texts are.', required: false }),
    ApiOkResponse({ standardSchema, headers: { ETag: header('For If-None-Match.'), ...headers } }),
    ApiResponse({ status: 304, description: 'The caller has it already.' }),
  );

export const AnswersEntry = (): MethodDecorator => AnswersConditionally(entrySchema);

/** For a page. */
export const AnswersFeed = (): MethodDecorator =>
  AnswersConditionally(feedSchema, { Link: header('The next and the previous page (RFC 8288).') });
