// The least code on the way of a hire into a feed: insert, publish, consume, insert. Nothing is sealed, and who asks may.
import { randomUUID } from 'node:crypto';
import { connect, type ConsumeMessage } from 'amqplib';
import Fastify from 'fastify';
import { Pool } from 'pg';

const { DATABASE_URL, AMQP_URL, QUEUES, PORT } = process.env as Record<string, string>;
const pool = new Pool({ connectionString: DATABASE_URL!, max: 8 });
const broker = await connect(AMQP_URL!);
const publisher = await broker.createConfirmChannel();
const consumer = await broker.createChannel();
const app = Fastify();

interface Hire {
  readonly name: string;
  readonly position: string;
}

app.post<{ Body: Hire }>('/employees', async ({ body }, reply) => {
  const { name, position } = body;
  const employeeId = randomUUID();
  const event = {
    specversion: '1.0',
    id: randomUUID(),
    source: '/employee-registrar',
    type: 'employee.hired.v1',
    subject: `employee/${employeeId}`,
    time: new Date().toISOString(),
    data: { employeeId, name, position },
  };
  await pool.query({
    name: 'record',
    text: 'INSERT INTO event (id, stream, data) VALUES ($1, $2, $3)',
    values: [event.id, event.subject, event.data],
  });
  publish(event);
  return reply.code(201).send({ id: employeeId, version: 1 });
});

function publish(event: { readonly id: string; readonly type: string; readonly subject: string }): void {
  const headers = { subject: event.subject };
  const options = { persistent: true, mandatory: true, messageId: event.id, headers };
  publisher.publish(
    'company.events',
    event.type,
    Buffer.from(JSON.stringify(event)),
    options,
    (error: Error | null) => {
      if (error) throw error;
    },
  );
}

let arrived: ConsumeMessage[] = [];
let isBusy = false;

/** What has come while the one before was written is written together. */
async function take(message: ConsumeMessage | null): Promise<void> {
  arrived.push(message!);
  if (isBusy) return;
  isBusy = true;
  while (arrived.length > 0) {
    const batch = arrived;
    arrived = [];
    await pool.query({
      name: 'show',
      text: `INSERT INTO feed (id, stream, event) SELECT (e ->> 'id')::uuid, e ->> 'subject', e FROM unnest($1::jsonb[]) AS e
             ON CONFLICT (id) DO NOTHING`,
      values: [batch.map(({ content }) => content.toString())],
    });
    consumer.ack(batch.at(-1)!, true);
  }
  isBusy = false;
}

await consumer.prefetch(400);
for (const queue of QUEUES!.split(',')) await consumer.consume(queue, (message) => void take(message));
await app.listen({ port: Number(PORT), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit(0));
process.send!('ready');
