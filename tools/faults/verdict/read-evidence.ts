import type { CloudEvent } from '#lib/envelope';
import type { Sent } from '../load/request.js';
import type { SystemUnderTest } from '../system.js';
import { type Clear, inTheClear } from './clear.js';
import { type Evidence, publishedForm, type Waiting } from './evidence.js';
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
  const read = inSession(system, async (query) => ({
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
  return inTheClear(system, async (clear) => openEvidence(await read, clear));
}

/** What was sent is in the clear, and is compared with it. */
async function openEvidence(evidence: Evidence, clear: Clear): Promise<Evidence> {
  const published = await clear(evidence.stored.map(publishedForm));
  const logged = await clear(evidence.log.map(({ event }) => event));
  return {
    ...evidence,
    stored: evidence.stored.map((event, n) => ({ ...event, data: published[n]!.data })),
    log: evidence.log.map((row, n) => ({ ...row, event: logged[n]! })),
    waiting: await Promise.all(evidence.waiting.map((one) => openWaiting(one, clear))),
  };
}

async function openWaiting(waiting: Waiting, clear: Clear): Promise<Waiting> {
  try {
    const [event] = await clear([JSON.parse(waiting.body ?? '') as CloudEvent]);
    return { ...waiting, body: JSON.stringify(event) };
  } catch {
    // It is no event.
    return waiting;
  }
}
