import type { BenchContext } from '../../core/bench-context.js';
import type { Contender, Step } from '../../core/step.js';
import { startFeed } from './feed.js';
import { FollowedHires, type StreamingSystem } from './followed.hires.js';
import { startLimit } from './limit.contender.js';

/** How many follow, each a system of their own. */
const READERS = [2_000, 10_000] as const;

export const streamsStep: Step = {
  name: 'streams',
  title: 'from the answer to a hire until all who follow the feed have it',
  goals: [
    { figure: 'to 2,000 p99 ms', atMost: 250 },
    { figure: 'to 10,000 p99 ms', atMost: 1_000 },
    { figure: 'to 2,000 kB each', atMost: 20 },
    { figure: 'to 10,000 kB each', atMost: 20 },
  ],
  start: async (context) => [
    await contender('feed', startFeed, context),
    await contender('limit', startLimit, context),
  ],
};

async function contender(
  name: string,
  start: (context: BenchContext, readers: number) => Promise<StreamingSystem>,
  context: BenchContext,
): Promise<Contender> {
  const followed: FollowedHires[] = [];
  for (const readers of READERS)
    followed.push(await FollowedHires.open(await start(context, readers), readers, context));
  return {
    name,
    measure: async (seconds) => {
      const figures = {};
      for (const one of followed) Object.assign(figures, await one.measure(seconds / followed.length));
      return figures;
    },
    verify: async () => {
      for (const one of followed) one.verify();
    },
    stop: async () => {
      for (const one of followed) await one.stop();
    },
  };
}
