// The connection of @golevelup/nestjs-rabbitmq, awaited event by event, over the same outbox as the others have.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import pg from 'pg';

const NEXT = `
  SELECT o.id, e.event_id, e.type, e.stream, e.published::int, e.occurred_at, o.request_id, e.data
    FROM employee_registrar.outbox o JOIN employee_registrar.events e ON e.position = o.event_position
   ORDER BY o.id LIMIT 100`;
const SENT = 'DELETE FROM employee_registrar.outbox WHERE id = ANY ($1::bigint[])';

const database = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await database.connect();
const broker = new AmqpConnection({
  uri: process.env['AMQP_URL']!,
  exchanges: [{ name: 'events', type: 'topic' }],
  queues: [
    {
      name: 'employees',
      exchange: 'events',
      routingKey: '#',
      options: { durable: true, arguments: { 'x-queue-type': 'quorum' } },
    },
  ],
  connectionInitOptions: { wait: true },
});
await broker.init();
process.on('SIGTERM', () => process.exit(0));
process.send!('ready');

for (;;) {
  const { rows } = await database.query({ name: 'next', text: NEXT });
  for (const row of rows) {
    const event = {
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
    };
    await broker.publish('events', row.type, event, { persistent: true, messageId: row.event_id });
  }
  if (rows.length > 0) await database.query({ name: 'sent', text: SENT, values: [rows.map(({ id }) => id)] });
  else await sleep(5);
}
