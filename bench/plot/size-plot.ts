import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OURS, summaryOf } from '../core/judge.js';
import { RESULTS } from '../core/results.js';
import type { StepResult } from '../core/run-step.js';
import { logSvgOf } from './log-svg.js';

const COST = /^(?<step>.*), ms at (?<number>\d+)(?<unit>[kM])$/;

/** Draws what a step cost at each size, if its figures tell that: `<step>, ms at 10k`. */
export async function plotSizes(result: StepResult): Promise<void> {
  const rounds = result.figures[OURS] ?? [];
  const series: Record<string, { x: number; y: number }[]> = {};
  for (const figure of Object.keys(rounds[0] ?? {})) {
    const { step, number, unit } = COST.exec(figure)?.groups ?? {};
    if (step === undefined) continue;
    const x = Number(number) * (unit === 'M' ? 1_000_000 : 1_000);
    (series[step] ??= []).push({ x, y: summaryOf(rounds, figure)!.median });
  }
  if (Object.keys(series).length === 0) return;
  const svg = logSvgOf({ title: 'What a step costs', x: 'entries and events', y: 'ms, median' }, series);
  await writeFile(join(RESULTS, `${result.name}.svg`), svg);
}
