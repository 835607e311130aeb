import { appendFile, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { contracts } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import { type AllPosition, EventStore, START_OF_ALL } from '#lib/event-store';
import { Database } from '#lib/postgres';
import { SOURCES } from '../verdict/session.js';
import type { Followed } from './follower.js';

/** Follows everything that the sources store, while they store it, with the reader that the library has for that. */
const EVERY_MS = 20;
const PAGE = 500;
/** Without an answer for so long it gives up: whoever started it knows where the database is by now. */
const PATIENCE_MS = 10_000;

const { DATABASE_URL: url = '', FOLLOWED: file = '', TO_THE_END } = process.env;
// Where an event stands is all that is asked of it: sealed as it is, it does not fit its contract.
const anything = { schema: z.unknown() };
const registry = new ContractRegistry(contracts.map((contract) => ({ ...contract, ...anything })));
const places = new Map<string, AllPosition>();
for (const line of (await readFile(file, 'utf8').catch(() => '')).split('\n').filter(Boolean)) {
  const { app, place } = JSON.parse(line) as Followed;
  places.set(app, place);
}

let toTheEnd = TO_THE_END !== undefined;
process.on('SIGTERM', () => (toTheEnd = true));

const stores = await Promise.all(
  Object.entries(SOURCES).map(async ([app, schema]) => {
    const database = new Database({ url, schema, applicationName: 'company-feed faults', migrations: [] });
    await database.onModuleInit();
    return { app, store: new EventStore(database, registry, () => true) };
  }),
);

let answeredAt = performance.now();
for (;;) {
  const isLast = toTheEnd;
  const found = await readOn().catch(() => undefined);
  if (found !== undefined) answeredAt = performance.now();
  if (isLast && found === 0) process.exit(0);
  if (performance.now() - answeredAt > PATIENCE_MS) process.exit(1);
  await sleep(EVERY_MS);
}

async function readOn(): Promise<number> {
  let count = 0;
  for (const { app, store } of stores) {
    const { events, position } = await store.readAll(places.get(app) ?? START_OF_ALL, PAGE);
    if (events.length === 0) continue;
    const lines = events.map(({ id, stream, version }): Followed => {
      return { app, eventId: id, stream, version, place: position };
    });
    await appendFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    places.set(app, position);
    count += events.length;
  }
  return count;
}
