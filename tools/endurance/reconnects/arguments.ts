import { parseArgs } from 'node:util';
import { reading, type RunArguments, runArguments, runOptions, whole } from '../../faults/run/reading.js';

export const USAGE = `npm run reconnects -- [--times N] [--seed S] [--dir FOLDER] [--keep]

Starts employee-registrar, feed-projector and feed-api, and cuts all connections to the broker N times while people are
hired, each time when all are back. Exits 0 when heap, handles and open files stay flat and everything accepted is in the
feed once and in order, else 1. The processes under test try again after 20 ms, not 2 s. report.json stays in the folder.

  --times N      how often, 5000 unless given
  --seed S       whole number that draws names; printed, and random unless given
  --dir FOLDER   where report and data go; a new temporary folder unless given
  --keep         keep data and logs also when all is well`;

export interface ReconnectArguments extends RunArguments {
  readonly times: number;
}

/** What the command line asks for, or what is wrong with it. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ReconnectArguments | { readonly fault: string } {
  return reading(environment, () => {
    const options = { times: { type: 'string', default: '5000' }, ...runOptions() } as const;
    const { values } = parseArgs({ args: [...args], options });
    return { ...runArguments(values), times: whole('--times', values.times, 10, 1_000_000) };
  });
}
