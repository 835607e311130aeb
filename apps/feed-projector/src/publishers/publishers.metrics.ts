import { Counter } from 'prom-client';

export const refusedPublishers = new Counter({
  name: 'feed_publisher_refusals_total',
  help: 'Events that were parked because their publisher may not publish under their source, by user of the broker.',
  labelNames: ['user'],
});
