import type { BenchContext } from './bench-context.js';
import type { Contender, Figures, Goal, Step } from './step.js';

export interface Pace {
  readonly seconds: number;
  readonly rounds: number;
}

/** What came of a step: of each contender the figures of each round. */
export interface StepResult extends Pace {
  readonly name: string;
  readonly title: string;
  readonly goals: readonly Goal[];
  readonly rounds: number;
  readonly figures: Readonly<Record<string, readonly Figures[]>>;
}

/** All contenders in turn, round by round, so that a slow moment of the machine is everybody's; the first round is to warm up. */
export async function runStep(step: Step, context: BenchContext, usual: Pace): Promise<StepResult> {
  const seconds = step.seconds ?? usual.seconds;
  const rounds = step.rounds ?? usual.rounds;
  const contenders = await step.start(context);
  const figures = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
  try {
    for (let round = 0; round <= rounds; round++) {
      context.say(`${step.name}: ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}`);
      for (const contender of inTurn(contenders, round)) {
        const measured = await contender.measure(round === 0 ? Math.min(2, seconds) : seconds);
        if (round > 0) figures.get(contender.name)!.push(measured);
      }
    }
    for (const contender of contenders) await contender.verify?.();
  } finally {
    for (const contender of contenders) await contender.stop();
  }
  const { name, title, goals } = step;
  return { name, title, goals, seconds, rounds, figures: Object.fromEntries(figures) };
}

/** Each is the first one as often as the others. */
function inTurn(contenders: readonly Contender[], round: number): Contender[] {
  const first = round % contenders.length;
  return [...contenders.slice(first), ...contenders.slice(0, first)];
}
