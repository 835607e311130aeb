import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import type { InProcessBroker } from '../in-process/in-process-broker.js';
import { PUBLISHER } from '../publisher.js';
import type { RabbitmqPublisher } from '../rabbitmq/rabbitmq-publisher.js';
import type { RabbitmqSubscriber } from '../rabbitmq/rabbitmq-subscriber.js';
import type { RabbitmqRequests } from '../requests/rabbitmq-requests.js';
import { REQUESTS } from '../requests/requests.js';
import { SUBSCRIBER } from '../subscriber.js';

// The order of Nest's hooks at shutdown: onModuleDestroy stops whatever takes work in (subscribers, outbox relays),
// beforeApplicationShutdown whatever they needed until then, onApplicationShutdown the database.

/** Connects the publisher when the app starts, without waiting; closes it when the relays have stopped. */
@Injectable()
export class PublisherLifecycle implements OnModuleInit, BeforeApplicationShutdown {
  constructor(@Inject(PUBLISHER) private readonly publisher: RabbitmqPublisher) {}

  onModuleInit(): void {
    // Logged there, and told by its status: a source works without the broker, whatever is wrong with it.
    this.publisher.connect().catch(() => {});
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.publisher.close();
  }
}

/** Stops the subscriber first of all. It has been started by whoever subscribes. */
@Injectable()
export class SubscriberLifecycle implements OnModuleDestroy {
  constructor(@Inject(SUBSCRIBER) private readonly subscriber: RabbitmqSubscriber) {}

  async onModuleDestroy(): Promise<void> {
    await this.subscriber.close();
  }
}

/** Connects without waiting; closes when nobody serves or asks any more. */
@Injectable()
export class RequestsLifecycle implements OnModuleInit, BeforeApplicationShutdown {
  constructor(@Inject(REQUESTS) private readonly requests: RabbitmqRequests) {}

  onModuleInit(): void {
    this.requests.connect();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.requests.close();
  }
}

/** Finishes what is in hand while both the publishers' and the consumers' databases are still there. */
@Injectable()
export class InProcessLifecycle implements OnModuleDestroy {
  constructor(@Inject(PUBLISHER) private readonly broker: InProcessBroker) {}

  async onModuleDestroy(): Promise<void> {
    await this.broker.close();
  }
}
