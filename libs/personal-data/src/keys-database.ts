import { Database } from '#lib/postgres';
import { CreatePersonalKeys1764000000000 } from './migrations/create-personal-keys.js';

/** Few: one query for many owners, and those that were asked for lately are remembered. */
const CONNECTIONS = 3;

/** The schema of the keys. Every app that has to do with personal data may make it. */
export function keysDatabase(url: string, applicationName: string): Database {
  return new Database({
    url,
    schema: 'personal_keys',
    applicationName: `${applicationName} keys`,
    migrations: [CreatePersonalKeys1764000000000],
    poolSize: CONNECTIONS,
  });
}
