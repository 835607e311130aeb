import { type DynamicModule, Logger, Module } from '@nestjs/common';
import type { InProcessBroker } from '../in-process/in-process-broker.js';
import { noPartitions, PARTITIONS } from '../partitions/partitions.js';
import { RabbitmqPartitions } from '../partitions/rabbitmq-partitions.js';
import { PUBLISHER } from '../publisher.js';
import { RabbitmqPublisher } from '../rabbitmq/rabbitmq-publisher.js';
import { RabbitmqSubscriber } from '../rabbitmq/rabbitmq-subscriber.js';
import { feedTopology } from '../rabbitmq/topology.js';
import { InProcessRequests } from '../requests/in-process-requests.js';
import { RabbitmqRequests } from '../requests/rabbitmq-requests.js';
import { REQUESTS } from '../requests/requests.js';
import { SUBSCRIBER } from '../subscriber.js';
import {
  InProcessLifecycle,
  PublisherLifecycle,
  RequestsLifecycle,
  SubscriberLifecycle,
} from './lifecycle.js';

/** How an app reaches RabbitMQ. `connectionName`: what the broker lists. */
export interface RabbitmqModuleOptions {
  readonly url: string;
  readonly connectionName: string;
}

/** Who consumes also makes what there is to consume. `partitions`: at least so many. */
export interface RabbitmqSubscriberModuleOptions extends RabbitmqModuleOptions {
  readonly partitions: number;
}

/** Provides the ports to the whole app. Nothing connects before the app starts. */
@Module({})
export class MessagingModule {
  /**
   * {@link PUBLISHER} on RabbitMQ: connects when the app starts without waiting, closes after everything else stopped. It
   * declares nothing but the queue of its own requests.
   */
  static rabbitmqPublisher(options: RabbitmqModuleOptions): DynamicModule {
    const publisher = {
      provide: PUBLISHER,
      useFactory: () => new RabbitmqPublisher(reaching(options, 'RabbitmqPublisher')),
    };
    return moduleOf([publisher, PublisherLifecycle, ...requestsOn(options)], [PUBLISHER, REQUESTS]);
  }

  /**
   * {@link SUBSCRIBER} on RabbitMQ: unready while the broker is away; stops taking messages when the app shuts down. And
   * {@link PARTITIONS}, which connects for each act. Declares all that is at the broker.
   */
  static rabbitmqSubscriber(options: RabbitmqSubscriberModuleOptions): DynamicModule {
    const topology = feedTopology(options);
    const subscriber = {
      provide: SUBSCRIBER,
      useFactory: () => new RabbitmqSubscriber({ ...reaching(options, 'RabbitmqSubscriber'), topology }),
    };
    const partitions = {
      provide: PARTITIONS,
      useFactory: () => new RabbitmqPartitions({ ...options, topology }),
    };
    const providers = [subscriber, SubscriberLifecycle, partitions, ...requestsOn(options)];
    return moduleOf(providers, [SUBSCRIBER, PARTITIONS, REQUESTS]);
  }

  /** Both ports on one broker in this process, which is closed when the app shuts down, and without partitions. */
  static inProcess(broker: InProcessBroker): DynamicModule {
    const ports = [PUBLISHER, SUBSCRIBER].map((provide) => ({ provide, useValue: broker }));
    const requests = { provide: REQUESTS, useValue: new InProcessRequests() };
    const partitions = { provide: PARTITIONS, useValue: noPartitions };
    const providers = [...ports, requests, partitions, InProcessLifecycle];
    return moduleOf(providers, [PUBLISHER, SUBSCRIBER, PARTITIONS, REQUESTS]);
  }
}

function moduleOf(providers: NonNullable<DynamicModule['providers']>, exports: symbol[]): DynamicModule {
  return { module: MessagingModule, global: true, providers, exports };
}

function requestsOn(options: RabbitmqModuleOptions): NonNullable<DynamicModule['providers']> {
  const useFactory = () => new RabbitmqRequests(reaching(options, 'RabbitmqRequests'));
  return [{ provide: REQUESTS, useFactory }, RequestsLifecycle];
}

function reaching({ url, connectionName }: RabbitmqModuleOptions, context: string) {
  return { url, connectionName, logger: new Logger(context) };
}
