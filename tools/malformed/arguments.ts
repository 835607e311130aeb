import { parseArgs } from 'node:util';
import { refuseForeignServers, whole } from '../faults/run/arguments.js';

export const USAGE = `npm run malformed -- [--messages N] [--requests N] [--seed S] [--dir FOLDER]

Starts the system, publishes N messages to RabbitMQ and sends N HTTP requests that are hardly ever as they should be, and
accounts for each of them. Exits 0 when none was lost, doubled or answered wrongly and no process ended, else 1.

  --messages N   how many messages, 2000 unless given
  --requests N   how many requests, 2000 unless given
  --seed S       whole number that draws them; printed, and random unless given
  --dir FOLDER   where data, logs and offenders go; a new temporary folder unless given`;

export interface Wanted {
  readonly messages: number;
  readonly requests: number;
  readonly seed: number;
  readonly dir?: string;
}

/** What the command line asks for, or what is wrong with it. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Wanted | { readonly fault: string } {
  try {
    refuseForeignServers(environment);
    const { values } = parseArgs({
      args: [...args],
      options: {
        messages: { type: 'string', default: '2000' },
        requests: { type: 'string', default: '2000' },
        seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
        dir: { type: 'string' },
      },
    });
    return {
      messages: whole('--messages', values.messages, 0, 10_000_000),
      requests: whole('--requests', values.requests, 0, 10_000_000),
      seed: whole('--seed', values.seed, 0, 1_000_000_000),
      ...(values.dir !== undefined && { dir: values.dir }),
    };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
