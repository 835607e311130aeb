import type { MigrationInterface, QueryRunner } from 'typeorm';
import { curationTables } from '../curation-tables.js';
import { placementTables } from '../placement-tables.js';

/**
 * Who works where, and what editors said, in every version there is. Nothing is known of it in these: until the feed has been rebuilt, nobody
 * belongs to the audience of a department.
 */
export class AddPlacements1764000000000 implements MigrationInterface {
  readonly name = 'AddPlacements1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    const versions = (await runner.query(WITH_TABLES)) as { version: number }[];
    for (const { version } of versions) {
      await runner.query(placementTables(version));
      await runner.query(curationTables(version));
    }
  }

  async down(): Promise<void> {
    throw new Error('who belongs to an audience would no longer be known: this migration is not undone');
  }
}

const WITH_TABLES = 'SELECT version FROM rebuild WHERE dropped_at IS NULL';
