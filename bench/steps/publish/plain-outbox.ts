import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'pg';

export interface OutboxEvent {
  readonly id: string;
  readonly event: {
    readonly id: string;
    readonly type: string;
    readonly subject: string;
    readonly sequence: string;
    readonly time: string;
    readonly correlationid: string;
  };
}

const NEXT = `
  SELECT o.id, e.event_id, e.type, e.stream, e.published::int, e.occurred_at, o.request_id, e.data
    FROM outbox o JOIN events e ON e.position = o.event_position WHERE o.id > $1 ORDER BY o.id LIMIT $2`;

/** An outbox, read and emptied by the least code: one relay, without leases, and without a thought of what may go wrong. */
export class PlainOutbox {
  private constructor(private readonly pool: Pool) {}

  static open(): PlainOutbox {
    const connectionString = process.env['DATABASE_URL'];
    return new PlainOutbox(new Pool({ connectionString, options: '-c search_path=employee_registrar' }));
  }

  async next(after: string, most: number): Promise<OutboxEvent[]> {
    const { rows } = await this.pool.query({ name: 'next', text: NEXT, values: [after, most] });
    return rows.map((row) => ({
      id: row.id,
      event: {
        specversion: '1.0',
        id: row.event_id,
        source: '/employee-registrar',
        type: row.type,
        subject: row.stream,
        sequence: String(row.published),
        time: row.occurred_at.toISOString(),
        datacontenttype: 'application/json',
        correlationid: row.request_id,
        data: row.data,
      },
    }));
  }

  /** As tutorials do it: publish one after the other, then mark them as sent. Goes on for ever. */
  async relayOneByOne(publish: (event: OutboxEvent['event']) => Promise<unknown>): Promise<never> {
    for (;;) {
      const rows = await this.next('0', 100);
      for (const { event } of rows) await publish(event);
      if (rows.length > 0) await this.sent(rows);
      else await sleep(5);
    }
  }

  async sent(rows: readonly OutboxEvent[]): Promise<void> {
    const values = [rows.map(({ id }) => id)];
    await this.pool.query({ name: 'sent', text: 'DELETE FROM outbox WHERE id = ANY ($1::bigint[])', values });
  }
}
