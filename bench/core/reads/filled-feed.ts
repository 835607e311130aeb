import { Client } from 'pg';
import { feedDatabase } from '#lib/read-model';
import type { BenchContext } from '../bench-context.js';

/** Those who read: as many, `reader-0` and so on, each part of a department. */
export const READERS = 100;
const PEOPLE = 1_000;

/**
 * A new database with a feed of hires, a second after each other: half of them for everyone, the others for one of the
 * departments; a fifth with reactions.
 */
export async function filledFeed(context: BenchContext, entries: number, departments = 9): Promise<string> {
  const url = await context.database();
  const database = feedDatabase({ url, applicationName: 'bench', owner: true });
  await database.onModuleInit();
  await database.onApplicationShutdown();
  const client = new Client({ connectionString: url, options: '-c search_path=feed' });
  await client.connect();
  // Made again at the end: a table that is filled at once is indexed at once.
  await client.query('DROP INDEX entry_v1_by_words');
  for (const text of fill(entries, departments)) await client.query(text);
  await client.query('CREATE INDEX entry_v1_by_words ON entry_v1 USING gin (words)');
  await client.query('VACUUM ANALYZE');
  await client.end();
  return url;
}

const fill = (entries: number, departments: number): string[] => [
  `INSERT INTO entry_v1 (id, occurred_at, name, type, source, event_id, args, mentions, audience)
   SELECT gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 second', 'employee.hired', 'employee.hired.v1',
          '/employee-registrar', gen_random_uuid()::text,
          jsonb_build_object('employee', jsonb_build_object('type', 'person', 'id', 'p' || n % ${PEOPLE}),
                             'position', jsonb_build_object('type', 'text', 'value', 'Software engineer')),
          ARRAY['person:p' || n % ${PEOPLE}],
          ARRAY[CASE n % 2 WHEN 0 THEN 'everyone' ELSE 'department:d' || n / 2 % ${departments} || '/*' END]
     FROM generate_series(1, ${entries}) AS n`,
  `INSERT INTO entry_audience_v1 (audience, occurred_at, entry_id, name)
   SELECT audience[1], occurred_at, id, name FROM entry_v1 ORDER BY 1, 2, 3`,
  `INSERT INTO reaction_v1 (entry_id, person_id, kind)
   SELECT id, 'p' || person, CASE person % 2 WHEN 0 THEN 'like' ELSE 'fire' END
     FROM entry_v1, generate_series(1, 3) AS person WHERE extract(epoch FROM occurred_at)::bigint % 5 = 0`,
  `INSERT INTO reaction_count_v1 (entry_id, kind, count) SELECT entry_id, kind, count(*) FROM reaction_v1 GROUP BY 1, 2`,
  `INSERT INTO name_v1 (mention, name)
   SELECT 'person:p' || n, 'Anna Ivanova ' || n FROM generate_series(0, ${PEOPLE - 1}) AS n`,
  `INSERT INTO placement_v1 (mention, department_id)
   SELECT 'person:reader-' || n, 'd' || n % ${departments} FROM generate_series(0, ${READERS - 1}) AS n`,
];
