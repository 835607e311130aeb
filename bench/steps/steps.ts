import type { Step } from '../core/step.js';

/** In the order of an event's way. */
export const STEPS: readonly Step[] = [];
