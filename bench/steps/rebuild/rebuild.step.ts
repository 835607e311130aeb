import type { BenchContext } from '../../core/bench-context.js';
import { nameOf, sizesUpTo } from '../../core/sizes.js';
import type { Contender, Step } from '../../core/step.js';
import { feedThatRebuilds } from './feed.js';
import { FilledLog } from './filled.log.js';
import { limitOfRebuilds } from './limit.js';
import { rateAt, slowdownAt } from './over-sizes.js';

const [SMALLEST, ...LARGER] = sizesUpTo(200_000, [200_000, 1_000_000, 10_000_000]) as [number, ...number[]];

export const rebuild: Step = {
  name: 'rebuild',
  title: `a version of the feed from a log of ${[SMALLEST, ...LARGER].map(nameOf).join(', ')} events`,
  goals: [
    { figure: rateAt(SMALLEST), atLeast: 30_000 },
    ...LARGER.map((size) => ({ figure: slowdownAt(size), atMost: 1.3 })),
  ],
  rounds: LARGER.length > 0 ? 1 : 3,

  async start(context: BenchContext): Promise<readonly Contender[]> {
    const logs: FilledLog[] = [];
    for (const size of [SMALLEST, ...LARGER]) {
      context.say(`rebuild: filling a log with ${nameOf(size)} events`);
      const log = await FilledLog.of(await context.database(), size);
      logs.push(log);
      // What the limit copies.
      await log.rebuild();
    }
    return [feedThatRebuilds(logs), limitOfRebuilds(logs)];
  },
};
