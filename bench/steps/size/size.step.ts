import type { BenchContext } from '../../core/bench-context.js';
import { OURS } from '../../core/judge.js';
import { nameOf, sizesUpTo } from '../../core/sizes.js';
import { median } from '../../core/statistics.js';
import type { Contender, Figures, Step } from '../../core/step.js';
import { type GrownSystem, grownSystem } from './grown.system.js';

export const SIZES = sizesUpTo(1_000_000, [10_000, 100_000, 1_000_000, 10_000_000]);
export const STEPS_OF_SIZE = [
  'page in the middle',
  'first page, again',
  'batch of 500',
  'hire',
  'hire until it is seen',
] as const;

/** Of each step the median, in milliseconds. */
export const costAt = (step: string, size: number): string => `${step}, ms at ${nameOf(size)}`;
const growthTo = (step: string, size: number): string =>
  `${step}, growth ${nameOf(SIZES[0]!)} to ${nameOf(size)}`;

const largest = SIZES.at(-1)!;

export const size: Step = {
  name: 'size',
  title: `the same with ${SIZES.map(nameOf).join(', ')} entries in the feed and events in the store`,
  goals: STEPS_OF_SIZE.map((step) => ({ figure: growthTo(step, largest), atMost: 1.5 })),
  rounds: 3,

  async start(context: BenchContext): Promise<readonly Contender[]> {
    const systems: GrownSystem[] = [];
    for (const entries of SIZES) {
      context.say(`size: filling a feed with ${nameOf(entries)} entries`);
      systems.push(await grownSystem(context, entries));
    }
    return [feedOfSizes(systems)];
  },
};

function feedOfSizes(systems: readonly GrownSystem[]): Contender {
  return {
    name: OURS,
    async measure(seconds): Promise<Figures> {
      const figures: Record<string, number> = {};
      for (const step of STEPS_OF_SIZE) {
        for (const system of systems)
          figures[costAt(step, system.size)] = await medianMs(seconds / 4, system.steps[step]!);
        figures[growthTo(step, largest)] =
          figures[costAt(step, largest)]! / figures[costAt(step, SIZES[0]!)]!;
      }
      return figures;
    },
    async stop() {
      for (const system of systems) await system.stop();
    },
  };
}

/** At least thrice: one batch may take longer than all of the time. */
async function medianMs(seconds: number, step: () => Promise<void>): Promise<number> {
  const took: number[] = [];
  for (const end = performance.now() + seconds * 1_000; performance.now() < end || took.length < 3;) {
    const begun = performance.now();
    await step();
    took.push(performance.now() - begun);
  }
  return median(took);
}
