import { Counter, Gauge, Histogram } from 'prom-client';

export const eventsApplied = new Counter({
  name: 'feed_events_applied_total',
  help: 'Events that reached the projector, by what became of them.',
  labelNames: ['type', 'outcome'],
});

export const lagSeconds = new Histogram({
  name: 'feed_projection_lag_seconds',
  help: 'From when an event happened to when it was in the feed.',
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600],
});

export const pendingEvents = new Gauge({
  name: 'feed_pending_events',
  help: 'Events that wait for one before them in their stream.',
});

export const parkedMessages = new Gauge({
  name: 'feed_parked_messages',
  help: 'Messages that could not be applied and wait for a person.',
});

export const holesRequested = new Counter({
  name: 'feed_holes_requested_total',
  help: 'How often a source was asked for events that had not come in time.',
  labelNames: ['source'],
});

export const oldestHoleSeconds = new Gauge({
  name: 'feed_oldest_hole_seconds',
  help: 'How long the longest missing event has been waited for.',
});
