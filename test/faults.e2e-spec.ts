import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from './support/tool.js';
import type { Report } from '../tools/faults/run/report.js';

/** Few, so that the tests stay short; the command takes any number. */
const FAULTS = 6;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'company-feed-faults-'));
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

describe('npm run faults', () => {
  it.each(['distributed', 'standalone'])(
    'finds nothing lost, doubled or out of order in %s, whatever is done to it',
    async (mode) => {
      const { code, output } = await runTool(
        'faults/faults',
        '--faults',
        String(FAULTS),
        '--seed',
        '5',
        '--mode',
        mode,
        '--dir',
        dir,
      );
      expect(output).toContain(`verdict, ${mode}, seed 5: ok`);
      expect(code).toBe(0);

      const report = JSON.parse(await readFile(join(dir, 'report.json'), 'utf8')) as Report;
      expect(report).toMatchObject({ mode, seed: 5, verdict: 'ok', findings: [] });
      expect(report.faults.reduce((sum, { count }) => sum + count, 0)).toBe(FAULTS);
      expect(report.requests.unanswered).toBe(0);
      expect(report.requests.accepted).toBeGreaterThan(50);
      expect(report.events).toBeGreaterThan(50);
      const history = (await readFile(join(dir, 'history.jsonl'), 'utf8')).trim().split('\n');
      const noted = history.map((line) => (JSON.parse(line) as { what: string }).what);
      expect(noted.filter((what) => what === 'fault ends')).toHaveLength(FAULTS);
      expect(noted.filter((what) => what === 'asked').length).toBeGreaterThan(50);
    },
    420_000,
  );

  it('says what is wrong with its arguments', async () => {
    const { code, output } = await runTool('faults/faults', '--mode', 'cloud');
    expect(output).toContain('--mode must be distributed or standalone, not "cloud"');
    expect(output).toContain('npm run faults -- [--faults N]');
    expect(code).toBe(2);
  });
});
