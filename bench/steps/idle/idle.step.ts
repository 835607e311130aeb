import type { BenchContext } from '../../core/bench-context.js';
import { OURS } from '../../core/judge.js';
import type { Contender, Step } from '../../core/step.js';
import { idleSystem, PROCESSOR, QUERIES } from './idle-system.js';

const APART = [
  'employee-registrar',
  'org-structure',
  'thanks',
  'reactions',
  'event-intake',
  'curation',
  'feed-projector',
  'feed-api',
];

const LIMITS = [
  { figure: QUERIES, atMost: 5 },
  { figure: PROCESSOR, atMost: 1 },
];

/** One after the other: two that are idle do not disturb each other, but what they share is counted for both. */
export const idle: Step = {
  name: 'idle',
  title: `what a system takes that nobody uses, as ${APART.length} apps`,
  goals: LIMITS,
  rounds: 1,
  seconds: 30,

  async start(context: BenchContext): Promise<readonly Contender[]> {
    return [await idleSystem(OURS, context, { apps: APART, broker: true })];
  },
};

export const idleStandalone: Step = {
  name: 'idle-standalone',
  title: 'the same in one process, where all apps together are the app that is the busiest',
  goals: LIMITS,
  rounds: 1,
  seconds: 30,

  async start(context: BenchContext): Promise<readonly Contender[]> {
    return [await idleSystem(OURS, context, { apps: ['standalone'], broker: false })];
  },
};
