import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from './support/tool.js';

/** Few, so that the test stays short; the command takes any number. */
const COUNT = 1_500;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'company-feed-malformed-'));
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

describe('npm run malformed', () => {
  it('finds each malformed message and request accounted for, and no process the worse for it', async () => {
    const counts = ['--messages', String(COUNT), '--requests', String(COUNT)];
    const { code, output } = await runTool('malformed/malformed', ...counts, '--seed', '6', '--dir', dir);
    expect(output).toContain('verdict, seed 6: ok');
    expect(code).toBe(0);
    expect(output).toContain(`messages: ${COUNT}\n`);
    expect(output).toContain(`requests, by their answers: ${COUNT}\n`);
    for (const outcome of ['in the log', 'duplicate', 'pending', 'parked: json-invalid', 'parked: unrouted'])
      expect(output).toContain(` ${outcome}`);
  }, 240_000);

  it('says what is wrong with its arguments', async () => {
    const { code, output } = await runTool('malformed/malformed', '--messages', 'many');
    expect(output).toContain('--messages must be a whole number from 0 to 10000000, not "many"');
    expect(output).toContain('npm run malformed -- [--messages N]');
    expect(code).toBe(2);
  });
});
