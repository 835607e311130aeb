import type { BenchContext } from '../../core/bench-context.js';
import type { Contender, Step } from '../../core/step.js';
import { EXISTING, FRESH, feedThatStarts } from './feed.js';

export const start: Step = {
  name: 'start',
  title: 'npm start of what is built, its embedded database included, until it says that it is ready',
  goals: [FRESH, EXISTING].map((figure) => ({ figure, atMost: 5 })),
  rounds: 3,

  async start(context: BenchContext): Promise<readonly Contender[]> {
    return [feedThatStarts(context)];
  },
};
