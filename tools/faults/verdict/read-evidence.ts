import type { Sent } from '../load/request.js';
import type { SystemUnderTest } from '../system.js';
import type { Evidence } from './evidence.js';
import { readChanges, readLog, readProjection } from './read-feed.js';
import { readPages } from './read-pages.js';
import { readKeys, readStored } from './read-sources.js';
import { readWaiting } from './read-waiting.js';
import { inSession } from './session.js';

/** Everything that the verdict needs of a system that nothing happens in any more. */
export async function readEvidence(
  system: SystemUnderTest,
  sent: readonly Sent[],
  positionsRead: readonly number[],
): Promise<Evidence> {
  const { planted, tokens } = system;
  const reader = sent.find(({ request }) => request.app === 'reactions')?.request.by?.subject ?? 'nobody';
  const shown = await readPages(system.url('feed-api'), await tokens.as({ subject: reader }));
  return inSession(system, async (query) => ({
    sent,
    stored: await readStored(query),
    keys: await readKeys(query),
    log: await readLog(query),
    waiting: await readWaiting(query),
    projection: await readProjection(query),
    changes: await readChanges(query),
    positionsRead,
    shown,
    reader,
    planted,
  }));
}
