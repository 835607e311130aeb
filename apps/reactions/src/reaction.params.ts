import { z } from 'zod';
import { reactionKind } from '#lib/contracts';

/** The same entry however its id is written: else a person could react to it twice. */
export const entryIdSchema = z.uuid('must be a UUID').toLowerCase();

/** What a command on a reaction answers: the version is that of all of the person's reactions to the entry. */
export const reactionAnswer = z.object({ entryId: entryIdSchema, kind: reactionKind, version: z.int() });
export type ReactionAnswer = z.output<typeof reactionAnswer>;
