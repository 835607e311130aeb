import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readersOf } from '../curation-tables.js';
import { mentionTables, WORDS_APART } from '../mention-tables.js';

/** Pages of departments and teams, search, and who follows: in every version there is. */
export class AddMentions1764100000000 implements MigrationInterface {
  readonly name = 'AddMentions1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(WORDS_APART);
    const versions = (await runner.query(WITH_TABLES)) as { version: number }[];
    for (const { version } of versions) {
      await runner.query(mentionTables(version));
      await runner.query(fill(`v${version}`));
    }
  }

  async down(): Promise<void> {
    throw new Error('pages of people would have to be made again: this migration is not undone');
  }
}

const WITH_TABLES = 'SELECT version FROM rebuild WHERE dropped_at IS NULL';

const fill = (v: string): string => `
UPDATE entry_${v} e SET since = l.received_at FROM log l WHERE l.source = e.source AND l.event_id = e.event_id;
INSERT INTO entry_mention_${v} (mention, audience, occurred_at, entry_id, name)
SELECT m, a, e.occurred_at, e.id, e.name FROM entry_${v} e, unnest(e.mentions) AS m, unnest(${readersOf(v, 'e')}) AS a;
DROP TABLE IF EXISTS entry_person_${v};`;
