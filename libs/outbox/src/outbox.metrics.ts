import { Counter, Gauge } from 'prom-client';

export const outboxPublished = new Counter({
  name: 'outbox_published_total',
  help: 'Events handed to the transport, by outcome.',
  labelNames: ['source', 'outcome'],
});

export const outboxPending = new Gauge({
  name: 'outbox_pending',
  help: 'Rows waiting in the outbox, counted up to 100000.',
  labelNames: ['source'],
});

export const outboxOldestAge = new Gauge({
  name: 'outbox_oldest_age_seconds',
  help: 'Age of the first event in the outbox.',
  labelNames: ['source'],
});
