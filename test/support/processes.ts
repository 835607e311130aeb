import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#lib/postgres';
import { type Distributed, startDistributed } from '#lib/testing';

/** The system as `npm run start:distributed` runs it, on other ports and data of its own. */
export interface Processes extends Distributed {
  readonly dir: string;
  readonly registrar: string;
  readonly feed: string;
  remove(): Promise<void>;
}

export async function startProcesses(): Promise<Processes> {
  const dir = await mkdtemp(join(tmpdir(), 'company-feed-'));
  const apps = [];
  for (const name of ['employee-registrar', 'feed-projector', 'feed-api']) {
    apps.push({
      name,
      port: await freePort(),
      environment: { DRAIN_DELAY_MS: '0', OUTBOX_LEASE_MS: '3000' },
    });
  }
  const system = await startDistributed({ dir, apps, say: () => undefined, respawn: false });
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
