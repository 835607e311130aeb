import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '#lib/postgres';
import { type AppSpec, type Distributed, startDistributed, testTokens } from '#lib/testing';

/** The system as `npm run start:distributed` runs it, on other ports and data of its own. */
export interface Processes extends Distributed {
  readonly dir: string;
  readonly registrar: string;
  readonly feed: string;
  remove(): Promise<void>;
}

const APPS = ['employee-registrar', 'feed-projector', 'feed-api'] as const;

interface ProcessesOptions {
  /** For all apps, beside the usual. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Apps besides the usual. */
  readonly apps?: readonly string[];
  /** With a second one, `feed-projector-2`. */
  readonly twoProjectors?: boolean;
}

export async function startProcesses({
  environment: more,
  apps: others = [],
  twoProjectors,
}: ProcessesOptions = {}): Promise<Processes> {
  const dir = await mkdtemp(join(tmpdir(), 'company-feed-'));
  const environment = { DRAIN_DELAY_MS: '0', OUTBOX_LEASE_MS: '3000', ...more };
  const apps: AppSpec[] = [];
  for (const name of [...APPS, ...others]) apps.push({ name, port: await freePort(), environment });
  if (twoProjectors) {
    const command = [
      process.execPath,
      '--enable-source-maps',
      resolve('dist/apps/feed-projector/src/main.js'),
    ];
    apps.push({ name: 'feed-projector-2', port: await freePort(), environment, command });
  }
  const { issuer } = await testTokens();
  const system = await startDistributed({ dir, issuer, apps, say: () => undefined, respawn: false });
  const remove = async (): Promise<void> => {
    await system.stop();
    await rm(dir, { recursive: true, force: true });
  };
  return {
    ...system,
    dir,
    registrar: system.app('employee-registrar').url,
    feed: system.app('feed-api').url,
    remove,
  };
}
