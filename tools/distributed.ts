import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppSpec, startDistributed } from '#lib/testing';

// Nobody stands in front of them who would have to notice that they stop, so they need not linger.
const environment = {
  DRAIN_DELAY_MS: process.env['DRAIN_DELAY_MS'] ?? '0',
  CORS_ORIGINS: process.env['CORS_ORIGINS'] ?? 'http://127.0.0.1:3008',
};

/** Where a browser on this machine finds the others. */
const addresses = {
  FEED_URL: 'http://127.0.0.1:3000',
  COMMAND_URLS: [
    'employees=http://127.0.0.1:3001',
    'departments=http://127.0.0.1:3002',
    'thanks=http://127.0.0.1:3003',
    'reactions=http://127.0.0.1:3004',
  ].join(),
};

const APPS: readonly AppSpec[] = [
  { name: 'employee-registrar', port: 3001, environment },
  { name: 'org-structure', port: 3002, environment },
  { name: 'thanks', port: 3003, environment },
  { name: 'reactions', port: 3004, environment },
  { name: 'event-intake', port: 3006, environment },
  { name: 'curation', port: 3007, environment },
  { name: 'feed-projector', port: 3005, environment },
  { name: 'feed-api', port: 3000, environment },
  { name: 'portal', port: 3008, environment: { ...environment, ...addresses } },
];

/** Systems outside that the broker lets in: those of examples/ that know its way of speaking. */
const PUBLISHERS = ['example-node', 'example-python'];

const dir = join(process.env['DATA_DIR'] ?? './data', 'distributed');

const HOW_TO_TRY = `
The apps believe tokens of the key in ${join(dir, 'issuer')}. Hire somebody, then read the feed:
  TOKEN=$(npm run -s token -- anna --dir ${join(dir, 'issuer')})
  curl -X POST http://127.0.0.1:3001/employees -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
       -d '{"name":"Ada Lovelace","position":"Engineer"}'
  curl http://127.0.0.1:3000/feed -H "authorization: Bearer $TOKEN"
The page at http://127.0.0.1:3008 asks for that token.
Ctrl-C stops everything; the data stays.`;

let stopping: Promise<void> | undefined;
const starting = startDistributed({
  dir,
  apps: APPS,
  publishers: PUBLISHERS,
  logLevel: process.env['LOG_LEVEL'] ?? 'info',
});

// A signal that comes while the system starts waits for that: whatever was started is then known, and stopped.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

function stop(): void {
  if (stopping) {
    console.error('told to stop twice: leaving at once; what still runs is taken over by the next start');
    process.exit(1);
  }
  console.log('stopping');
  stopping = starting.then((system) => system.stop());
  stopping.then(
    () => process.exit(0),
    (error: Error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
}

try {
  const { brokerUsers } = await starting;
  const urls = Object.fromEntries(PUBLISHERS.map((name) => [name, brokerUsers.urlOf(name)]));
  await writeFile(join(dir, 'publishers.json'), JSON.stringify(urls), { mode: 0o600 });
  console.log(HOW_TO_TRY);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
