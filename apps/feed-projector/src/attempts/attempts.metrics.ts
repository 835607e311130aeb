import { Counter } from 'prom-client';

export const suspiciousMessages = new Counter({
  name: 'feed_suspicious_messages_total',
  help: 'Messages that came alone because work on them had been begun and not finished, by what became of them.',
  labelNames: ['outcome'],
});
