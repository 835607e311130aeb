// Nest's own client for RabbitMQ, awaited event by event, over the same outbox.
import 'reflect-metadata';
import { ClientRMQ } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { PlainOutbox } from './plain-outbox.js';

const client = new ClientRMQ({
  urls: [process.env['AMQP_URL']!],
  queue: 'employees',
  queueOptions: { durable: true, arguments: { 'x-queue-type': 'quorum' } },
  persistent: true,
});
await client.connect();
const outbox = PlainOutbox.open();
process.on('SIGTERM', () => process.exit(0));
process.send!('ready');
await outbox.relayOneByOne((event) =>
  lastValueFrom(client.emit(event.type, event), { defaultValue: undefined }),
);
