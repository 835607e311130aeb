import { setTimeout as sleep } from 'node:timers/promises';
import { CreateEvents1763600000001 } from '#lib/event-store';
import type { CloudEvent } from '#lib/envelope';
import { outboxMigrations } from '#lib/outbox';
import { Database, statement } from '#lib/postgres';

const fill = statement<[json: string], never>(
  'bench_fill',
  `WITH new AS (
     INSERT INTO events (epoch, stream, version, published, event_id, type, data, meta, occurred_at)
     SELECT 1, subject, 1, 1, id, type, data, json_build_object('requestId', correlationid), time
       FROM json_to_recordset($1) AS e (subject text, id uuid, type text, data jsonb, correlationid text, time timestamptz)
     RETURNING position, stream, meta)
   INSERT INTO outbox (part, event_position, request_id)
   SELECT abs(hashtextextended(stream, 7) % 16), position, meta ->> 'requestId' FROM new ORDER BY position`,
);
const count = statement<[], { left: number }>('bench_count', 'SELECT count(*)::int AS left FROM outbox');
const any = statement<[], { left: boolean }>('bench_any', 'SELECT EXISTS (SELECT FROM outbox) AS left');

const LOOK_EVERY_MS = 2;
const LONGEST_MS = 120_000;

/** The outbox of a registrar, as its migrations make it. */
export class Outbox {
  private constructor(private readonly database: Database) {}

  static async in(url: string): Promise<Outbox> {
    const database = new Database({
      url,
      schema: 'employee_registrar',
      applicationName: 'bench',
      migrations: [...outboxMigrations, CreateEvents1763600000001],
    });
    await database.onModuleInit();
    return new Outbox(database);
  }

  /** In one transaction: nothing is seen of it before all is there. */
  async fill(events: readonly CloudEvent[]): Promise<void> {
    await this.database.run(fill, JSON.stringify(events));
  }

  /**
   * Events a second until it is empty. The clock starts when the last look found all of them: how long it takes until
   * somebody looks is no question of throughput.
   */
  async drained(all: number): Promise<number> {
    let [begun, left] = [0, all];
    while (left === all) {
      begun = performance.now();
      [{ left }] = (await this.database.run(count)) as [{ left: number }];
    }
    for (;;) {
      const [row] = await this.database.run(any);
      const took = performance.now() - begun;
      if (!row!.left) return (all * 1000) / took;
      if (took > LONGEST_MS) throw new Error('the outbox is not empty after two minutes');
      await sleep(LOOK_EVERY_MS);
    }
  }

  async close(): Promise<void> {
    await this.database.onApplicationShutdown();
  }
}
