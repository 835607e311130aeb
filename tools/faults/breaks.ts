import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { allBreaks, breakNamed } from './breaks/all-breaks.js';
import type { Break } from './breaks/break.js';
import type { Report } from './run/report.js';

const MAIN = resolve('dist/tools/faults/faults.js');
const SEED = '1';
const COUNT = 3;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

async function findingsOn({ name, modes, count = COUNT }: Break, dir: string): Promise<Set<string>> {
  const own = join(dir, name);
  const flags = ['--break', name, '--mode', modes[0]!, '--faults', `${count}`, '--seed', SEED, '--dir', own];
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN, ...flags], { stdio: 'ignore' });
  // It ends what it has started; left alone, that would go on.
  const end = (): void => {
    child.kill('SIGTERM');
    child.once('exit', () => process.exit(130));
  };
  for (const signal of SIGNALS) process.once(signal, end);
  await once(child, 'exit');
  for (const signal of SIGNALS) process.off(signal, end);
  const { findings } = JSON.parse(await readFile(join(own, 'report.json'), 'utf8')) as Report;
  return new Set(findings.map(({ verdict, check }) => `${verdict} (${check})`));
}

/**
 * `npm run breaks [-- NAME...]`: takes each protection away in turn, all of them unless some are named, runs the checker
 * on what is left, and prints by which check it was noticed. Exits 1 when one was not.
 */
const names = process.argv.slice(2);
const wanted = names.length > 0 ? names.map(breakNamed) : allBreaks;
const dir = await mkdtemp(join(tmpdir(), 'company-feed-breaks-'));
for (const planted of wanted) {
  const found = await findingsOn(planted, dir);
  const isNoticed = planted.caughtBy.every((finding) => found.has(finding));
  if (!isNoticed) process.exitCode = 1;
  const how = [...found].join(', ') || 'nothing found';
  console.log(`${isNoticed ? 'noticed' : 'MISSED '}  ${planted.name}: ${how}`);
}
if (process.exitCode === 1) console.log(`histories and reports are in ${dir}`);
else await rm(dir, { recursive: true, force: true });
