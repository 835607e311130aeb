import type { DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import { MessagingModule, MOST_PARTITIONS } from '#lib/messaging';
import { personalDataConfig } from '#lib/personal-data';
import { durationMs, integer, secretUrl, serviceConfig } from '#lib/service';

/** What every source needs to know, wherever it runs. */
export const outboxConfig = z.object({
  DATABASE_URL: secretUrl('postgres:', 'postgresql:'),
  /** A killed process's share of the outbox is taken over after this long. */
  OUTBOX_LEASE_MS: durationMs(1_000).default(10_000),
  OUTBOX_POLL_MS: durationMs(10).default(1_000),
  ...personalDataConfig.shape,
});
export type OutboxConfig = z.output<typeof outboxConfig>;

/** A source that is a process of its own. `FEED_PARTITIONS`: where the broker has more, those count. */
export const sourceConfig = serviceConfig.extend(outboxConfig.shape).extend({
  AMQP_URL: secretUrl('amqp:', 'amqps:'),
  FEED_PARTITIONS: integer(1, MOST_PARTITIONS).default(4),
});
export type SourceConfig = z.output<typeof sourceConfig>;

/** Where a source runs: what carries its events, and who its relay is. */
export interface SourceHost {
  /** Provides the publisher. */
  readonly messaging: DynamicModule;
  /** A fixed name where no second process can exist; else one is made for this process. */
  readonly relayOwner?: string;
}

/** A process of its own, publishing to RabbitMQ. */
export function onRabbitmq(name: string, config: SourceConfig): SourceHost {
  const { AMQP_URL: url, FEED_PARTITIONS: partitions } = config;
  return { messaging: MessagingModule.rabbitmqPublisher({ url, partitions, connectionName: name }) };
}
