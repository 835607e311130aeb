// The least code that makes a feed of a queue: consume, one statement for each batch, acknowledge when it is committed.
import { randomUUID } from 'node:crypto';
import { connect, type ConsumeMessage } from 'amqplib';
import { Pool } from 'pg';
import { INSERT_ALL } from './limit.sql.js';

const BATCH = 500;

interface Hired {
  readonly id: string;
  readonly data: { readonly employeeId: string };
}

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], options: '-c search_path=feed' });
const connection = await connect(process.env['AMQP_URL']!);
const channel = await connection.createChannel();
await channel.prefetch(2 * BATCH);
const arrived: ConsumeMessage[] = [];
let working = false;
for (const queue of process.env['QUEUES']!.split(','))
  await channel.consume(queue, (message) => {
    if (message) arrived.push(message);
    if (!working) void work();
  });
process.on('SIGTERM', () => process.exit(0));
process.send!('ready');

async function work(): Promise<void> {
  working = true;
  while (arrived.length > 0) {
    const batch = arrived.splice(0, BATCH);
    const rows = batch.map(({ content }) => {
      const event = JSON.parse(content.toString()) as Hired;
      return { entry_id: randomUUID(), mention: `person:${event.data.employeeId}`, event };
    });
    await pool.query({ name: 'insert', text: INSERT_ALL, values: [JSON.stringify(rows)] });
    channel.ack(batch.at(-1)!, true);
  }
  working = false;
}
