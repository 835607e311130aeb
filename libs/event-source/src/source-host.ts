import type { DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import { MessagingModule } from '#lib/messaging';
import { personalDataConfig } from '#lib/personal-data';
import { durationMs, secretUrl, serviceConfig } from '#lib/service';

/** What every source needs to know, wherever it runs. */
export const outboxConfig = z.object({
  DATABASE_URL: secretUrl('postgres:', 'postgresql:'),
  /** A killed process's share of the outbox is taken over after this long. */
  OUTBOX_LEASE_MS: durationMs(1_000).default(10_000),
  OUTBOX_POLL_MS: durationMs(10).default(1_000),
  ...personalDataConfig.shape,
});
export type OutboxConfig = z.output<typeof outboxConfig>;

/** A source that is a process of its own. `AMQP_URL`: its user says who publishes. */
export const sourceConfig = serviceConfig.extend(outboxConfig.shape).extend({
  AMQP_URL: secretUrl('amqp:', 'amqps:'),
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
  return { messaging: MessagingModule.rabbitmqPublisher({ url: config.AMQP_URL, connectionName: name }) };
}
