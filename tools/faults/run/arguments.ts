import { parseArgs } from 'node:util';
import { breakNamed } from '../breaks/all-breaks.js';
import type { Mode } from '../system.js';
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

export interface Wanted {
  readonly count: number;
  readonly seed: number;
  readonly clients: number;
  readonly patienceMs: number;
  readonly mode: Mode;
  readonly keep: boolean;
  readonly only?: readonly string[];
  readonly breakName?: string;
  readonly dir?: string;
}

/** What the command line asks for, or what is wrong with it. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Wanted | { readonly fault: string } {
  try {
    refuseForeignServers(environment);
    return read(args);
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

/** Throws where the environment names a server: harm is only done to servers of their own. */
export function refuseForeignServers(environment: Readonly<Record<string, string | undefined>>): void {
  for (const variable of ['DATABASE_URL', 'AMQP_URL'])
    if (environment[variable])
      throw new Error(`${variable} is set: faults are only done to servers of their own`);
}

function read(args: readonly string[]): Wanted {
  const { values } = parseArgs({
    args: [...args],
    options: {
      faults: { type: 'string', default: '50' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      mode: { type: 'string', default: 'distributed' },
      clients: { type: 'string', default: '8' },
      patience: { type: 'string', default: '120' },
      only: { type: 'string', multiple: true },
      break: { type: 'string' },
      dir: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  });
  const { mode, only, break: breakName, dir, keep } = values;
  if (mode !== 'distributed' && mode !== 'standalone')
    throw new Error(`--mode must be distributed or standalone, not ${JSON.stringify(mode)}`);
  const wanted: Wanted = {
    count: whole('--faults', values.faults, 0, 1_000_000),
    seed: whole('--seed', values.seed, 0, 2 ** 31 - 1),
    clients: whole('--clients', values.clients, 1, 100),
    patienceMs: 1_000 * whole('--patience', values.patience, 1, 3_600),
    mode,
    keep,
    ...(only && { only }),
    ...(breakName !== undefined && { breakName }),
    ...(dir !== undefined && { dir }),
  };
  if (breakName !== undefined && !breakNamed(breakName).modes.includes(mode))
    throw new Error(`the break ${breakName} is none of mode ${mode}`);
  const unknown = only?.find((kind) => !faultsFor({ mode }).some((fault) => fault.kind === kind));
  if (unknown !== undefined) faultsFor({ mode, only: [unknown] });
  return wanted;
}

/** The number that an option was given. Throws with what is wrong with it. */
export function whole(name: string, given: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(given) ? Number(given) : NaN;
  if (number >= least && number <= most) return number;
  throw new Error(`${name} must be a whole number from ${least} to ${most}, not ${JSON.stringify(given)}`);
}
