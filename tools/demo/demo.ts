import { setTimeout as delay } from 'node:timers/promises';
import { LocalIssuer } from '#lib/identity';
import { Tokens } from '#lib/testing';
import { issuerFolder } from '../token/issuer-folder.js';
import { type Expected, liveOneDay } from './company-day.js';
import { PortalClient } from './portal.client.js';
import { Steps } from './steps.js';
import { countByType, faultsOf } from './verdict.js';

const address = process.env['FEED_URL'] ?? 'http://127.0.0.1:3000';
/** For the last events to arrive. */
const SETTLE_MS = 30_000;

const folder = issuerFolder();
const portal = new PortalClient(address, new Tokens(await LocalIssuer.open(folder)));
const steps = new Steps();
try {
  const before = countByType(await portal.wholeFeed('en'));
  const begun = performance.now();
  const expected = await liveOneDay(portal, steps);
  steps.stop();
  const faults = await settle(expected, before);
  await tell(begun);
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
} catch (error) {
  steps.stop();
  console.error(`demo: ${(error as Error).message}`);
  console.error(`Is the feed serving at ${address}? Start it with npm start, or set FEED_URL.`);
  console.error(
    `Everybody signs in with tokens of the key in ${folder}, where the feed has it, too, or set DATA_DIR.`,
  );
  process.exitCode = 1;
}

/** The feed follows the sources by some milliseconds. */
async function settle(expected: Expected, before: Record<string, number>): Promise<string[]> {
  const until = performance.now() + SETTLE_MS;
  for (;;) {
    const faults = await faultsOf(portal, expected, before);
    if (faults.length === 0 || performance.now() > until) return faults;
    await delay(100);
  }
}

async function tell(begun: number): Promise<void> {
  const [english, russian] = await Promise.all([portal.wholeFeed('en'), portal.wholeFeed('ru')]);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`\nA company day in ${seconds} s. The feed has ${english.length} entries:\n`);
  for (const [type, count] of Object.entries(countByType(english))) {
    const at = english.findIndex((entry) => entry.type === type);
    console.log(`${String(count).padStart(6)}  ${type}`);
    console.log(`        ${english[at]!.message.text}\n        ${russian[at]!.message.text}`);
  }
  console.log(`\nRead it: curl ${address}/feed -H "authorization: Bearer $(npm run -s token -- anna)"`);
}
