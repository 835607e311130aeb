import { ReactionAddedV1 } from '#lib/contracts';
import { defineReaction } from '../card.js';

export const reactionAddedCard = defineReaction(ReactionAddedV1, { isThere: true, of: (data) => data });
