import type { Step } from '../core/step.js';
import { hireStep } from './hire/hire.step.js';

/** In the order of an event's way. */
export const STEPS: readonly Step[] = [hireStep];
