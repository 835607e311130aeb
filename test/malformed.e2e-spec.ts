import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../dist/tools/malformed/malformed.js');
/** Few, so that the test stays short; the command takes any number. */
const COUNT = 1_500;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'company-feed-malformed-'));
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

/** `npm run malformed`, compiled. Answers its exit code and all that it wrote. */
async function malformed(...args: string[]): Promise<{ code: number | null; output: string }> {
  const { DATABASE_URL: _, AMQP_URL: __, ...env } = process.env;
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN, ...args], { env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('npm run malformed', () => {
  it('finds each malformed message and request accounted for, and no process the worse for it', async () => {
    const counts = ['--messages', String(COUNT), '--requests', String(COUNT)];
    const { code, output } = await malformed(...counts, '--seed', '6', '--dir', dir);
    expect(output).toContain('verdict, seed 6: ok');
    expect(code).toBe(0);
    expect(output).toContain(`messages: ${COUNT}\n`);
    expect(output).toContain(`requests, by their answers: ${COUNT}\n`);
    for (const outcome of ['in the log', 'duplicate', 'pending', 'parked: json-invalid', 'parked: unrouted'])
      expect(output).toContain(` ${outcome}`);
  }, 240_000);

  it('says what is wrong with its arguments', async () => {
    const { code, output } = await malformed('--messages', 'many');
    expect(output).toContain('--messages must be a whole number from 0 to 10000000, not "many"');
    expect(output).toContain('npm run malformed -- [--messages N]');
    expect(code).toBe(2);
  });
});
