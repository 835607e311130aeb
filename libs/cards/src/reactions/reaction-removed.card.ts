import { ReactionRemovedV1 } from '#lib/contracts';
import { defineReaction } from '../card.js';

export const reactionRemovedCard = defineReaction(ReactionRemovedV1, { isThere: false, of: (data) => data });
