import type { MigrationInterface, QueryRunner } from 'typeorm';
import { reactionTables } from '../reaction-tables.js';

/** Retractions and reactions; and which logged events had no card, so that they can be shown when it comes. */
export class AddReactions1763700000000 implements MigrationInterface {
  readonly name = 'AddReactions1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LOG);
    await runner.query(reactionTables(1));
    await runner.query(STREAMS_OF_ENTRIES);
  }

  async down(): Promise<void> {
    throw new Error('what was retracted cannot be brought back: this migration is not undone');
  }
}

const LOG = `
ALTER TABLE log ADD COLUMN shown boolean NOT NULL DEFAULT true;
CREATE INDEX log_not_shown ON log (position) WHERE NOT shown;
CREATE INDEX log_stream ON log (source, stream, sequence) WHERE sequence IS NOT NULL;`;

const STREAMS_OF_ENTRIES = `
UPDATE entry_v1 e SET stream = l.stream FROM log l
 WHERE l.source = e.source AND l.event_id = e.event_id AND l.sequence IS NOT NULL;`;
