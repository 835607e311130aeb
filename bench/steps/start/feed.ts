import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#lib/postgres';
import type { BenchContext } from '../../core/bench-context.js';
import { OURS } from '../../core/judge.js';
import type { Contender } from '../../core/step.js';

export const FRESH = 'seconds on a fresh folder';
export const EXISTING = 'seconds on a folder with data';

const CLONE = join(import.meta.dirname, '../../../..');
const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 120_000;

/** As somebody types it, in the clone that the bench is run in. */
export function feedThatStarts({ folder }: Pick<BenchContext, 'folder'>): Contender {
  const dataDir = join(folder, 'start');
  return {
    name: OURS,
    async measure() {
      await rm(dataDir, { recursive: true, force: true });
      return { [FRESH]: await startOnce(dataDir), [EXISTING]: await startOnce(dataDir) };
    },
    async stop() {},
  };
}

/** Answers the seconds until it was ready, and stops it. */
async function startOnce(dataDir: string): Promise<number> {
  const port = await freePort();
  const logFile = `${dataDir}.log`;
  const log = await open(logFile, 'w');
  const { DATABASE_URL: _, AMQP_URL: __, ...inherited } = process.env;
  const begun = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: CLONE,
    env: { ...inherited, PORT: String(port), DATA_DIR: dataDir },
    stdio: ['ignore', log.fd, log.fd],
    // A group: npm passes no signal on before what it runs is there.
    detached: true,
  });
  await log.close();
  try {
    await untilReady(npm, port, logFile);
    return (performance.now() - begun) / 1_000;
  } finally {
    await stop(npm);
  }
}

async function untilReady(npm: ChildProcess, port: number, logFile: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await isReady(port))) {
    if (hasExited(npm) || performance.now() > deadline)
      throw new Error(`it is not ready after ${PATIENCE_MS / 1_000} s, or has ended: see ${logFile}`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

async function stop(npm: ChildProcess): Promise<void> {
  if (hasExited(npm)) return;
  const exit = once(npm, 'exit');
  process.kill(-npm.pid!, 'SIGTERM');
  await exit;
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
