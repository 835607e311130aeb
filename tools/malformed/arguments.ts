import { parseArgs } from 'node:util';
import { reading, type RunArguments, runArguments, runOptions, whole } from '../faults/run/reading.js';

export const USAGE = `npm run malformed -- [--messages N] [--requests N] [--seed S] [--dir FOLDER] [--keep]

Starts the system, publishes N messages to RabbitMQ and sends N HTTP requests that are hardly ever as they should be, and
accounts for each of them. Exits 0 when none was lost, doubled or answered wrongly and no process ended, else 1.

  --messages N   how many messages, 2000 unless given
  --requests N   how many requests, 2000 unless given
  --seed S       whole number that draws them; printed, and random unless given
  --dir FOLDER   where data, logs and offenders go; a new temporary folder unless given
  --keep         keep data and logs also when all is well`;

export interface MalformedArguments extends RunArguments {
  readonly messages: number;
  readonly requests: number;
}

/** What the command line asks for, or what is wrong with it. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): MalformedArguments | { readonly fault: string } {
  return reading(environment, () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        messages: { type: 'string', default: '2000' },
        requests: { type: 'string', default: '2000' },
        ...runOptions(),
      },
    });
    return {
      ...runArguments(values),
      messages: whole('--messages', values.messages, 0, 10_000_000),
      requests: whole('--requests', values.requests, 0, 10_000_000),
    };
  });
}
