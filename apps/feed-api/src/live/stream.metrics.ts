import { Counter, Gauge, register } from 'prom-client';

/** The registry is the process's, and specs start several services in one process. */
const once = <Metric>(name: string, make: () => Metric): Metric =>
  (register.getSingleMetric(name) as Metric | undefined) ?? make();

export const streamsOpen = once(
  'feed_streams_open',
  () => new Gauge({ name: 'feed_streams_open', help: 'Readers who follow the feed.' }),
);

export const streamsDropped = once(
  'feed_streams_dropped_total',
  () =>
    new Counter({
      name: 'feed_streams_dropped_total',
      help: 'StreamOpener that were ended since their reader did not read.',
    }),
);

export const streamResets = once(
  'feed_stream_resets_total',
  () =>
    new Counter({
      name: 'feed_stream_resets_total',
      help: 'Readers who were told to read the feed anew, by why.',
      labelNames: ['reason'],
    }),
);

export const changesReplayed = once(
  'feed_stream_replayed_changes_total',
  () =>
    new Counter({
      name: 'feed_stream_replayed_changes_total',
      help: 'Changes that readers had missed and were told of when they came back.',
    }),
);
