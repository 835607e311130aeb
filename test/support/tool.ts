import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Ran {
  readonly code: number | null;
  /** All that it wrote. */
  readonly output: string;
}

/** Runs a command of tools/ as npm does, compiled, without the servers that the tests may have been given. */
export async function runTool(main: string, ...args: string[]): Promise<Ran> {
  const { DATABASE_URL: _, AMQP_URL: __, ...env } = process.env;
  const path = join(import.meta.dirname, '../../dist/tools', `${main}.js`);
  const child = spawn(process.execPath, ['--enable-source-maps', path, ...args], { env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
