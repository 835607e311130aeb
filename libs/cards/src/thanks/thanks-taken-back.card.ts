import { ThanksTakenBackV1 } from '#lib/contracts';
import { defineRetraction } from '../card.js';

export const thanksTakenBackCard = defineRetraction(ThanksTakenBackV1);
