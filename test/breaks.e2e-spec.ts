import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakNamed } from '../tools/faults/breaks/all-breaks.js';
import { clockFolder, preloads } from '../tools/faults/preload/preloads.js';

/** Faults are only done to servers of their own. */
const ours = process.env['AMQP_URL'] === undefined && process.env['DATABASE_URL'] === undefined;

let dir: string;
beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'company-feed-breaks-'))));
afterAll(() => rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

interface Findings {
  readonly code: number;
  /** As the report names them: `lost (log)`. */
  readonly found: ReadonlySet<string>;
  readonly output: string;
}

async function runOn(breakName: string, mode: string, faults: number): Promise<Findings> {
  const own = join(dir, breakName);
  const command = [
    '--break',
    breakName,
    '--mode',
    mode,
    '--faults',
    String(faults),
    '--seed',
    '1',
    '--dir',
    own,
  ];
  const { code, output } = await run(['dist/tools/faults/faults.js', ...command]);
  const report = await readFile(join(own, 'report.json'), 'utf8').catch(() => '{"findings": []}');
  const { findings } = JSON.parse(report) as { findings: { check: string; verdict: string }[] };
  return { code, output, found: new Set(findings.map(({ verdict, check }) => `${verdict} (${check})`)) };
}

function run(args: string[], env: Record<string, string> = {}): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    const child = execFile(process.execPath, args, { env: { ...process.env, ...env } }, (_, out, err) =>
      done({ code: child.exitCode ?? -1, output: out + err }),
    );
  });
}

describe.skipIf(!ours)('the checker, with a protection taken away on purpose', () => {
  it.each([
    ['no-dedupe', 'distributed', 3],
    ['cursor-over-sequence', 'standalone', 3],
  ])(
    'notices %s (%s)',
    async (name, mode, faults) => {
      const { code, found, output } = await runOn(name, mode, faults);
      expect(output).toContain('verdict');
      expect(code).toBe(1);
      for (const finding of breakNamed(name).caughtBy) expect(found).toContain(finding);
    },
    300_000,
  );
});

describe('a process under test', () => {
  const script = `const print = () => console.log(Date.now() - (performance.timeOrigin + performance.now()),
    Math.abs(new Date().getTime() - Date.now()) < 1_000, new Date(0) instanceof Date, new Date(5).getTime(), typeof Date());`;

  it('has a clock that can be stepped while it runs, and set right again', async () => {
    const main = join(dir, 'apps/thanks/src/main.js');
    await mkdir(join(dir, 'apps/thanks/src'), { recursive: true });
    await mkdir(clockFolder(dir), { recursive: true });
    await writeFile(main, `${script}\nsetInterval(print, 20); setTimeout(() => process.exit(), 3_000);`);
    const running = run([main], preloads(dir));
    const step = join(clockFolder(dir), 'thanks');
    await new Promise((go) => setTimeout(go, 1_000));
    await writeFile(step, '-600000');
    await new Promise((go) => setTimeout(go, 600));
    await rm(step);
    const { output } = await running;
    const lines = output
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
    const steps = lines.map(([ahead]) => Math.round(Number(ahead) / 60_000) + 0);
    expect(steps.filter((minutes, n) => minutes !== steps[n - 1])).toEqual([0, -10, 0]);
    expect(new Set(lines.map(([, ...rest]) => rest.join(' ')))).toEqual(new Set(['true true 5 string']));
  });

  it('runs without the protection, and on a protection that nobody knows it does not start', async () => {
    const module = resolve('dist/libs/outbox/src/low-water.js');
    const main = join(dir, 'full-scan.mjs');
    await writeFile(
      main,
      `import { LowWater } from ${JSON.stringify(module)};
       console.log('due:', new LowWater(0).fullScanDue(1e9));`,
    );
    expect(await run([main], preloads(dir))).toMatchObject({ code: 0, output: 'due: true\n' });
    expect(await run([main], preloads(dir, 'low-water-too-soon'))).toMatchObject({ output: 'due: false\n' });
    const unknown = await run([main], preloads(dir, 'no-such-break'));
    expect(unknown.code).toBe(1);
    expect(unknown.output).toContain('there is no break "no-such-break"');
  });
});
