import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Random } from '../fault.js';
import type { SystemUnderTest } from '../system.js';
import { surelyAtTheDatabase } from './at-the-database.js';

const FULL_MS = [1_000, 4_000] as const;

interface Place {
  readonly kind: string;
  readonly table: string;
  readonly weight: number;
}

const PLACES: readonly Place[] = [
  { kind: 'disk full: log of the projector', table: 'feed.log', weight: 3 },
  { kind: 'disk full: events of a source', table: 'employee_registrar.events', weight: 1 },
];

/** What an insert answers when there is no room: simulated by a trigger that fails with the same code. */
export const fullDiskFaults: readonly Fault[] = PLACES.map(({ kind, table, weight }) => ({
  kind,
  modes: ['distributed', 'standalone'],
  weight,
  inject: (system, random) => fillUp(system, random, table),
}));

const NO_ROOM = `
  CREATE OR REPLACE FUNCTION public.no_room() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
  END $$`;
const fill = (table: string): string =>
  `CREATE OR REPLACE TRIGGER no_room BEFORE INSERT ON ${table} EXECUTE FUNCTION public.no_room()`;
const empty = (table: string): string => `DROP TRIGGER IF EXISTS no_room ON ${table}`;

async function fillUp(system: SystemUnderTest, random: Random, table: string): Promise<unknown> {
  const ms = random.int(...FULL_MS);
  const run = (sql: string) => surelyAtTheDatabase(system, (client) => client.query(sql));
  try {
    await run(NO_ROOM);
    await run(fill(table));
    await sleep(ms);
  } finally {
    await run(empty(table));
  }
  return { ms };
}
