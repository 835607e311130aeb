// The least code that empties an outbox into RabbitMQ: the same bytes, mandatory, persistent, confirmed, then deleted.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type ConfirmChannel } from 'amqplib';
import { type OutboxEvent, PlainOutbox } from './plain-outbox.js';

const AT_ONCE = 500;
const ON_THEIR_WAY = 2;

const outbox = PlainOutbox.open();
const connection = await connect(process.env['AMQP_URL']!);
const channel = await connection.createConfirmChannel();
channel.on('return', ({ properties }) => {
  throw new Error(`no queue takes ${String(properties.messageId)}`);
});
process.on('SIGTERM', () => process.exit(0));
process.send!('ready');

const batches: Promise<void>[] = [];
for (let after = '0'; ;) {
  const rows = await outbox.next(after, AT_ONCE);
  if (rows.length > 0) batches.push(relay(rows));
  if (rows.length === 0 || batches.length > ON_THEIR_WAY) await batches.shift();
  if (rows.length === 0 && batches.length === 0) await sleep(5);
  after = rows.at(-1)?.id ?? after;
}

async function relay(rows: readonly OutboxEvent[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let left = rows.length;
    for (const row of rows)
      publish(channel, row, (error) => {
        if (error) reject(error as Error);
        else if (--left === 0) resolve();
      });
  });
  await outbox.sent(rows);
}

function publish(to: ConfirmChannel, { event }: OutboxEvent, confirmed: (error: unknown) => void): void {
  const { id, type, subject, sequence, time, correlationid } = event;
  const properties = {
    mandatory: true,
    persistent: true,
    messageId: id,
    type,
    appId: 'employee-registrar',
    userId: 'employee-registrar',
    contentType: 'application/cloudevents+json',
    headers: { subject, sequence: Number(sequence), correlationid },
    timestamp: Math.floor(Date.parse(time) / 1000),
    correlationId: correlationid,
  };
  to.publish('company.events', type, Buffer.from(JSON.stringify(event)), properties, confirmed);
}
