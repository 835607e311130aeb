import type { MigrationInterface, QueryRunner } from 'typeorm';
import { pastTables } from '../past-tables.js';

/**
 * What was, in every version there is. Of what was taken back, or called otherwise, before this nothing is known in these:
 * a rebuild finds it in the log.
 */
export class KeepThePast1764200000000 implements MigrationInterface {
  readonly name = 'KeepThePast1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    const versions = (await runner.query(WITH_TABLES)) as { version: number }[];
    for (const { version } of versions) {
      await runner.query(pastTables(version));
      await runner.query(
        `INSERT INTO name_past_v${version} SELECT mention, 0, '-infinity', name FROM name_v${version}`,
      );
    }
  }

  async down(): Promise<void> {
    throw new Error('what was would be forgotten: this migration is not undone');
  }
}

const WITH_TABLES = 'SELECT version FROM rebuild WHERE dropped_at IS NULL';
