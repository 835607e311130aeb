import type { Step } from '../../core/step.js';
import { startFeed } from './feed.js';
import { startLimit } from './limit.contender.js';
import { AT_A_SECOND, VisibleHires } from './visible.hires.js';

const [, BUSY] = AT_A_SECOND;

export const visibleStep: Step = {
  name: 'visible',
  title: 'from the answer to a hire until a read of the feed has it',
  goals: [
    { figure: `at ${BUSY}/s p50 ms`, atMost: 15 },
    { figure: `at ${BUSY}/s p99 ms`, atMost: 100 },
    { figure: `at ${BUSY}/s p50 ms`, atMost: 2, of: 'limit' },
  ],
  seconds: 3,
  start: async (context) => [
    await VisibleHires.open('feed', await startFeed(context)),
    await VisibleHires.open('limit', await startLimit(context)),
  ],
};
