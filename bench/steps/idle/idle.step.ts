import { APPS } from '../../../tools/faults/injectors/processes.js';
import type { BenchContext } from '../../core/bench-context.js';
import { OURS } from '../../core/judge.js';
import type { Contender, Step } from '../../core/step.js';
import { idleSystem, PROCESSOR, QUERIES } from './idle-system.js';

const LIMITS = [
  { figure: QUERIES, atMost: 5 },
  { figure: PROCESSOR, atMost: 1 },
];

/** One after the other: two that are idle do not disturb each other, but what they share is counted for both. */
export const idle: Step = {
  name: 'idle',
  title: `what a system takes that nobody uses, as ${APPS.length} apps`,
  goals: LIMITS,
  rounds: 1,
  seconds: 30,

  async start(context: BenchContext): Promise<readonly Contender[]> {
    return [await idleSystem(OURS, context, { apps: APPS, broker: true })];
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
