import type { DataSource } from 'typeorm';

/**
 * Creates the schema if need be and runs the migrations that have not run, all or none. Replicas that start together
 * take turns: TypeORM itself does not lock.
 */
export async function migrate(dataSource: DataSource, schema: string): Promise<void> {
  const turn = dataSource.createQueryRunner();
  const lock = [`migrate ${schema}`];
  try {
    // Another replica's migration may take longer than any statement of ours should.
    await turn.query('SET statement_timeout = 0');
    await turn.query('SELECT pg_advisory_lock(hashtextextended($1, 7))', lock);
    const [found] = (await turn.query('SELECT to_regnamespace($1) IS NOT NULL AS there', [schema])) as {
      there: boolean;
    }[];
    // The schema's name was checked to be a plain identifier; a role that may not create schemas finds it made for it.
    if (!found?.there) await turn.query(`CREATE SCHEMA "${schema}"`);
    await dataSource.runMigrations({ transaction: 'all' });
  } finally {
    await turn.query('SELECT pg_advisory_unlock(hashtextextended($1, 7))', lock);
    await turn.query('RESET statement_timeout');
    await turn.release();
  }
}
