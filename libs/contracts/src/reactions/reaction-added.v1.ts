import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id, reactionKind } from '../fields.js';

/** Somebody reacts to an entry of the feed. In the stream `reaction/<entryId>/<personId>`. */
export const ReactionAddedV1 = defineEvent({
  name: 'reaction.added',
  version: 1,
  schema: z.object({ entryId: z.uuid(), personId: id, kind: reactionKind }),
});
