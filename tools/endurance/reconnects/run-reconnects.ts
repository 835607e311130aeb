import { mkdir, writeFile } from 'node:fs/promises';
import { History } from '../../faults/history.js';
import type { RunContext } from '../../faults/run/command.js';
import { seconds, table } from '../../faults/run/table.js';
import type { SystemUnderTest } from '../../faults/system.js';
import { FILES, heapBound } from '../figures/bounds.js';
import { type Bound, type Flatness, flatnessOf } from '../figures/flat.js';
import { APPS } from '../../faults/injectors/processes.js';
import { lossesOf } from '../run/losses.js';
import { withSystem } from '../run/with-system.js';
import type { ReconnectArguments } from './arguments.js';
import { Cutter } from './cutter.js';
import { askable, type Rest, restOf } from './heap.js';
import { Hires } from './hires.js';

const MEASURED = ['employee-registrar', 'feed-projector'] as const;
const NEEDED: readonly string[] = [...MEASURED, 'feed-api'];
const PARTS = 10;

/** What each measured process held after so many reconnects. */
interface Look {
  readonly reconnects: number;
  readonly of: Readonly<Record<string, Rest>>;
}

interface Figure extends Flatness {
  readonly name: string;
}

export interface ReconnectReport {
  readonly connections: number;
  readonly hires: number;
  readonly tookMs: number;
  readonly looks: readonly Look[];
  readonly figures: readonly Figure[];
  readonly violations: readonly string[];
}

/** Cuts connections while people are hired, and judges what stays in memory and what the feed has. */
export async function runReconnects(
  wanted: ReconnectArguments,
  context: RunContext,
): Promise<ReconnectReport> {
  const { seed, times } = wanted;
  const folder = `${context.dir}/heap`;
  await mkdir(folder, { recursive: true });
  const history = await History.in(`${context.dir}/history.jsonl`);
  const options = { mode: 'distributed', seed, only: APPS, environment: askable(folder) } as const;
  const report = await withSystem(options, context, async (started, fell) => {
    const system = await withoutOthers(started);
    const hires = new Hires(system, seed, history);
    const cutter = await Cutter.of(system);
    const begun = performance.now();
    hires.start();
    const looks = [await lookAt(system, folder, 0)];
    for (let n = 1; n <= times; n++) {
      await cutter.cut();
      if (n % Math.ceil(times / PARTS) !== 0 && n !== times) continue;
      looks.push(await lookAt(system, folder, n));
      context.say(progress(looks.at(-1)!, times, performance.now() - begun));
    }
    await hires.stop();
    const tookMs = Math.round(performance.now() - begun);
    const figures = figuresOf(looks, times);
    const violations = [...figures.filter(({ isFlat }) => !isFlat).map(wordsOf), ...fell];
    violations.push(...(await lossesOf(system, hires.sent)));
    return { connections: cutter.connections, hires: hires.sent.length, tookMs, looks, figures, violations };
  });
  await history.close();
  await writeFile(`${context.dir}/report.json`, JSON.stringify({ ...wanted, ...report }, null, 2));
  return report;
}

/** The other sources have made their schemas, which the verdict reads. What they would do beside is only in the way. */
async function withoutOthers(system: SystemUnderTest): Promise<SystemUnderTest> {
  const others = system.apps.filter((app) => !NEEDED.includes(app));
  await Promise.all(others.map((app) => system.process(app).kill('SIGTERM')));
  return { ...system, apps: NEEDED };
}

async function lookAt(system: SystemUnderTest, folder: string, reconnects: number): Promise<Look> {
  const found = MEASURED.map(async (app) => [app, await restOf(system.process(app), folder)] as const);
  return { reconnects, of: Object.fromEntries(await Promise.all(found)) };
}

/** From the first fifth on: before that, code is compiled and pools fill. */
function figuresOf(looks: readonly Look[], times: number): Figure[] {
  const few = { ...FILES, from: 0.2 };
  const bounds: Record<keyof Rest, Bound> = {
    heap: heapBound(times),
    handles: few,
    listeners: few,
    files: few,
  };
  return MEASURED.flatMap((app) =>
    Object.entries(bounds).map(([what, bound]) => {
      const points = looks.map(({ reconnects, of }) => ({ x: reconnects, y: of[app]![what as keyof Rest] }));
      return { name: `${app}, ${what}`, ...flatnessOf(points, bound) };
    }),
  );
}

const number = (value: number): string => Math.round(value).toLocaleString('en');

function progress({ reconnects, of }: Look, times: number, tookMs: number): string {
  const heaps = Object.entries(of).map(([app, { heap }]) => `${app} ${number(heap)}`);
  return `[${reconnects}/${times}] ${seconds(tookMs)} s; heap: ${heaps.join(', ')}`;
}

function wordsOf({ name, growth, allowed }: Figure): string {
  return `${name} grew by ${number(growth)}, more than ${number(allowed)}`;
}

/** For people: a row for each figure, the verdict, violations. */
export function reportText({ figures, violations, hires, connections, tookMs }: ReconnectReport): string {
  const body = figures.map(({ name, median, growth, allowed }) => [
    name,
    ...[median, growth, allowed].map(number),
  ]);
  return [
    ...table(['after the first fifth', 'median', 'growth', 'allowed'], body),
    '',
    `${connections} connections cut each time, ${hires} commands, ${seconds(tookMs)} s`,
    `verdict: ${violations.length === 0 ? 'ok' : `${violations.length} violations`}`,
    ...violations.slice(0, 20).map((violation) => `  ${violation}`),
  ].join('\n');
}
