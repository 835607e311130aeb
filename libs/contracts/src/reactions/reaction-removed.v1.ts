import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id, reactionKind } from '../fields.js';

/** Somebody takes a reaction to an entry back. */
export const ReactionRemovedV1 = defineEvent({
  name: 'reaction.removed',
  version: 1,
  schema: z.object({ entryId: z.uuid(), personId: id, kind: reactionKind }),
});
