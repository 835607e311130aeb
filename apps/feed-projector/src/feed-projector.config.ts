import { z } from 'zod';
import { MOST_PARTITIONS } from '#lib/messaging';
import { personalDataConfig } from '#lib/personal-data';
import { integer, port, secretUrl, serviceConfig } from '#lib/service';
import { erasureConfig } from './erasure/erasure.config.js';
import { holesConfig } from './holes/holes.config.js';
import { publishersConfig } from './publishers/publishers.config.js';
import { rebuildConfig } from './rebuild/rebuild.config.js';

export const projectionConfig = rebuildConfig.extend({
  ...holesConfig.shape,
  ...erasureConfig.shape,
  ...personalDataConfig.shape,
  DATABASE_URL: secretUrl('postgres:', 'postgresql:'),
  /** Messages in one transaction, at most; fewer when fewer have come. At 500 an event costs 223 µs of Node and 243 µs of Postgres, at 200 234 µs and 270 µs (measured on a busy machine). */
  BATCH_MAX: integer(1, 1_000).default(500),
});
export type ProjectionConfig = z.output<typeof projectionConfig>;

export const feedProjectorConfig = serviceConfig
  .extend(projectionConfig.shape)
  .extend({
    PORT: port().default(3005),
    AMQP_URL: secretUrl('amqp:', 'amqps:'),
    /** The least that there are: where the broker has more, those count. */
    FEED_PARTITIONS: integer(1, MOST_PARTITIONS).default(4),
  })
  .extend(publishersConfig.shape);
export type FeedProjectorConfig = z.output<typeof feedProjectorConfig>;
