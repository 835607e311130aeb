import { setTimeout as sleep } from 'node:timers/promises';
import { CHIEF } from '#lib/testing';
import type { Load } from '../load/load.js';
import type { SystemUnderTest } from '../system.js';

const LOOK_EVERY_MS = 20;

/**
 * Hires somebody and waits until the feed shows it. Answers how long both took together: after a fault, how long the
 * system needed to work again. Throws when patience ends before.
 */
export async function probe(
  system: SystemUnderTest,
  load: Load,
  name: string,
  patienceMs: number,
): Promise<number> {
  const begun = performance.now();
  const key = `probe.${name}`;
  const id = `probe-${name}`;
  const body = { id, name: 'Probe', position: 'Probe' };
  await load.send(key, { app: 'employee-registrar', method: 'POST', path: '/employees', body });
  const url = `${system.url('feed-api')}/feed?person=${id}&limit=1`;
  const headers = await system.tokens.as(CHIEF);
  while (!(await isShown(url, headers))) {
    if (performance.now() - begun > patienceMs)
      throw new Error(`the feed does not show ${id} within ${patienceMs / 1_000} s`);
    await sleep(LOOK_EVERY_MS);
  }
  return Math.round(performance.now() - begun);
}

async function isShown(url: string, headers: Record<string, string>): Promise<boolean> {
  try {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(2_000) });
    const { items } = (await answer.json()) as { items?: readonly unknown[] };
    return items?.length === 1;
  } catch {
    return false;
  }
}
