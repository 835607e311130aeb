import { TextRedactedV1 } from '#lib/contracts';
import { defineRedaction } from '../card.js';

export const textRedactedCard = defineRedaction(TextRedactedV1, { of: (data) => data });
