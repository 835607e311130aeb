import { Counter } from 'prom-client';

export const copiedMessages = new Counter({
  name: 'feed_undelivered_messages_total',
  help: 'Messages that the broker could not deliver and that were copied into the parked ones, by reason.',
  labelNames: ['reason'],
});
