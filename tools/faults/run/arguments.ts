import { parseArgs } from 'node:util';
import { breakNamed } from '../breaks/all-breaks.js';
import type { Mode } from '../system.js';
import { modeOf, reading, type RunArguments, runArguments, runOptions, whole } from './reading.js';
import { faultsFor } from './run-faults.js';

export const USAGE = `npm run faults -- [--faults N] [--seed S] [--mode distributed|standalone] [--clients N] [--only KIND]...
                  [--patience S] [--break NAME] [--dir FOLDER] [--keep]

Starts the system, does N faults to it under load, and compares what was accepted with what the feed shows. Exits 0 when
nothing was lost, doubled, disordered, differing or stuck, else 1.

  --faults N     how many faults, 50 unless given
  --seed S       whole number that draws load and faults; printed, and random unless given
  --mode         distributed (unless given): separate processes over PostgreSQL and RabbitMQ; standalone: all in one
  --clients N    how many want something of it at the same time, 8 unless given
  --patience S   how long it may need to work again after a fault and at the end, 120 unless given
  --only KIND    only faults of this kind; may be repeated
  --break NAME   take away a protection, to see that its absence is noticed
  --dir FOLDER   where history and data go; a new temporary folder unless given
  --keep         keep data and logs also when all is well; the history and the report always stay`;

export interface Wanted extends RunArguments {
  readonly count: number;
  readonly clients: number;
  readonly patienceMs: number;
  readonly mode: Mode;
  readonly only?: readonly string[];
  readonly breakName?: string;
}

/** What the command line asks for, or what is wrong with it. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Wanted | { readonly fault: string } {
  return reading(environment, () => read(args));
}

function read(args: readonly string[]): Wanted {
  const { values } = parseArgs({
    args: [...args],
    options: {
      faults: { type: 'string', default: '50' },
      mode: { type: 'string', default: 'distributed' },
      clients: { type: 'string', default: '8' },
      patience: { type: 'string', default: '120' },
      only: { type: 'string', multiple: true },
      break: { type: 'string' },
      ...runOptions(),
    },
  });
  const { only, break: breakName } = values;
  const mode = modeOf(values.mode);
  const wanted: Wanted = {
    ...runArguments(values),
    count: whole('--faults', values.faults, 0, 1_000_000),
    clients: whole('--clients', values.clients, 1, 100),
    patienceMs: 1_000 * whole('--patience', values.patience, 1, 3_600),
    mode,
    ...(only && { only }),
    ...(breakName !== undefined && { breakName }),
  };
  if (breakName !== undefined && !breakNamed(breakName).modes.includes(mode))
    throw new Error(`the break ${breakName} is none of mode ${mode}`);
  const unknown = only?.find((kind) => !faultsFor({ mode }).some((fault) => fault.kind === kind));
  if (unknown !== undefined) faultsFor({ mode, only: [unknown] });
  return wanted;
}
