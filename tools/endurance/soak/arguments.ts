import { parseArgs } from 'node:util';
import { reading, type RunArguments, runArguments, runOptions, whole } from '../../faults/run/reading.js';

export const USAGE = `npm run soak -- [--events N] [--seed S] [--dir FOLDER] [--keep]

Starts the system as separate processes, drives N events through its public APIs while it is read, and looks at memory,
open files and connections all along. Exits 0 when they stay flat and everything accepted is in the feed once, else 1.
samples.json, soak.svg and report.json stay in the folder.

  --events N     how many events, 1000000 unless given
  --seed S       whole number that draws the load; printed, and random unless given
  --dir FOLDER   where they and the data go; a new temporary folder unless given
  --keep         keep data and logs also when all is well`;

export interface SoakArguments extends RunArguments {
  readonly events: number;
}

/** What the command line asks for, or what is wrong with it. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): SoakArguments | { readonly fault: string } {
  return reading(environment, () => {
    const options = { events: { type: 'string', default: '1000000' }, ...runOptions() } as const;
    const { values } = parseArgs({ args: [...args], options });
    return { ...runArguments(values), events: whole('--events', values.events, 1_000, 100_000_000) };
  });
}
