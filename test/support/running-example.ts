import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What an example writes after each confirm: a line `published <how> <id> …`. */
export interface Confirm {
  readonly ids: readonly string[];
  /** When the line came, in the time of `performance.now()`. */
  readonly at: number;
}

export interface ExampleRun {
  readonly code: number;
  /** What it wrote, standard output and errors. */
  readonly output: string;
}

/** Runs a script of examples/ to its end. Its environment is that of the spec without AMQP_URL and FEED_URL, and `env`. */
export async function runExample(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  onConfirm: (confirm: Confirm) => void = () => undefined,
): Promise<ExampleRun> {
  const { AMQP_URL: _amqp, FEED_URL: _feed, ...inherited } = process.env;
  const [file = '', ...args] = command;
  const child = spawn(file, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const written: string[] = [];
  createInterface(child.stderr).on('line', (line) => written.push(line));
  createInterface(child.stdout).on('line', (line) => {
    const at = performance.now();
    written.push(line);
    const [, ids] = /^published \w+ (.+)$/.exec(line) ?? [];
    if (ids !== undefined) onConfirm({ ids: ids.split(' '), at });
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, output: written.join('\n') };
}
