import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { build } from 'vite';

/** Beneath node_modules, so that what is not bundled is found. Own to each process: specs run side by side. */
const outDir = `${import.meta.dirname}/../../../node_modules/.cache/service-spec-${process.pid}`;

/** Builds `spawned.main.ts` from the sources as they are: `dist` may be old, and node itself runs no decorators. */
export async function buildSample(): Promise<void> {
  await build({
    configFile: false,
    resolve: { alias: { '#lib/identity': `${import.meta.dirname}/../../identity/src/index.ts` } },
    logLevel: 'error',
    build: { ssr: `${import.meta.dirname}/spawned.main.ts`, outDir, target: 'node22', emptyOutDir: true },
  });
}

const spawned: ChildProcess[] = [];

/** Leaves neither files nor processes behind. */
export async function removeSample(): Promise<void> {
  for (const child of spawned) child.kill('SIGKILL');
  await rm(outDir, { recursive: true, force: true });
}

export interface Spawned {
  readonly child: ChildProcess;
  /** The log so far; every line has a `msg`. */
  readonly lines: Record<string, unknown>[];
  /** What it says about itself once it serves. */
  readonly serving: Promise<{ url: string; title: string }>;
  /** Exit code and stderr. */
  readonly ended: Promise<{ code: number | null; signal: string | null; stderr: string }>;
}

/** A service in a process of its own. {@link removeSample} kills what still runs. */
export function spawnSample(env: Record<string, string>): Spawned {
  const child = spawn(process.execPath, [`${outDir}/spawned.main.js`], {
    env: {
      PORT: '0',
      DRAIN_DELAY_MS: '0',
      OIDC_ISSUER: 'http://127.0.0.1:1',
      OIDC_AUDIENCE: 'sample',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  spawned.push(child);
  const lines: Record<string, unknown>[] = [];
  const serving = Promise.withResolvers<{ url: string; title: string }>();
  createInterface(child.stdout).on('line', (line) => {
    const parsed = JSON.parse(line) as Record<string, unknown>;
    lines.push(parsed);
    const [, url, title] = /^serving at (\S+); (.+)$/.exec(String(parsed['msg'])) ?? [];
    if (url !== undefined && title !== undefined) serving.resolve({ url, title });
  });
  const ended = (async () => {
    const [stderr, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    return { code: code as number | null, signal: signal as string | null, stderr };
  })();
  return { child, lines, serving: serving.promise, ended };
}
