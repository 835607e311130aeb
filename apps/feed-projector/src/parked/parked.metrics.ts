import { Counter } from 'prom-client';

export const replayedEvents = new Counter({
  name: 'feed_replayed_events_total',
  help: 'Parked events that an operator had replayed, by what became of them.',
  labelNames: ['outcome'],
});

export const skippedMessages = new Counter({
  name: 'feed_skipped_messages_total',
  help: 'Parked messages that an operator dropped.',
});
