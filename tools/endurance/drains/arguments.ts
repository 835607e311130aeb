import { parseArgs } from 'node:util';
import { APPS } from '../../faults/injectors/processes.js';
import { serviceConfig } from '#lib/service';
import {
  modeOf,
  reading,
  type RunArguments,
  runArguments,
  runOptions,
  whole,
} from '../../faults/run/reading.js';
import type { Mode } from '../../faults/system.js';

export const USAGE = `npm run drains -- [--times N] [--app NAME]... [--mode distributed|standalone] [--drain-delay MS] [--seed S]
                  [--dir FOLDER] [--keep]

Starts the system, tells each app in turn to stop in the middle of load, N times, and starts it again. Exits 0 when no
request failed that a load balancer would have sent, each app exited 0 in time, and nothing accepted was lost; else 1.

  --times N          how often each app is stopped, 50 unless given
  --app NAME         only this app; may be repeated
  --mode             distributed (unless given): separate processes; standalone: all in one
  --drain-delay MS   DRAIN_DELAY_MS of the apps: 5000 unless given, 0 in standalone, as users have it. A round takes so
                     much and 2 to 3 s more
  --seed S           whole number that draws the load; printed, and random unless given
  --dir FOLDER       where report and data go; a new temporary folder unless given
  --keep             keep data and logs also when all is well; the report always stays`;

export interface DrainArguments extends RunArguments {
  readonly mode: Mode;
  readonly times: number;
  /** Names of processes. */
  readonly apps: readonly string[];
  readonly drainDelayMs: number;
}

/** What the command line asks for, or what is wrong with it. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): DrainArguments | { readonly fault: string } {
  return reading(environment, () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        times: { type: 'string', default: '50' },
        app: { type: 'string', multiple: true },
        mode: { type: 'string', default: 'distributed' },
        'drain-delay': { type: 'string' },
        ...runOptions(),
      },
    });
    const mode = modeOf(values.mode);
    const known: readonly string[] = mode === 'standalone' ? ['standalone'] : APPS;
    const unknown = values.app?.find((app) => !known.includes(app));
    if (unknown !== undefined)
      throw new Error(`--app must be one of ${known.join(', ')}, not ${JSON.stringify(unknown)}`);
    const usual = mode === 'standalone' ? 0 : serviceConfig.shape.DRAIN_DELAY_MS.parse(undefined);
    return {
      ...runArguments(values),
      mode,
      times: whole('--times', values.times, 1, 10_000),
      apps: values.app ?? known,
      drainDelayMs: whole('--drain-delay', values['drain-delay'] ?? String(usual), 0, 20_000),
    };
  });
}
