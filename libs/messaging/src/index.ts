export { PUBLISHER, PublishFailed, type PublishFailure, type Publisher } from './publisher.js';
export {
  type Delivery,
  type SubscribeOptions,
  SUBSCRIBER,
  type Subscriber,
  type Subscription,
} from './subscriber.js';
export { type MessagingLogger, silentLogger } from './logger.js';
export { InProcessBroker } from './in-process/in-process-broker.js';
export type { BrokerOptions, BrokerStatus } from './rabbitmq/broker-connection.js';
export { BrokerUnavailable, type Partitions, PARTITIONS } from './partitions/partitions.js';
export { declareTopology, type PartitionState } from './rabbitmq/declare-topology.js';
export {
  appUsers,
  type BrokerUser,
  PROJECTOR_USER,
  type Rights,
  rightsToPublish,
} from './rabbitmq/rights.js';
export { publisherOf } from './rabbitmq/to-delivery.js';
export { RabbitmqPublisher, type RabbitmqPublisherOptions } from './rabbitmq/rabbitmq-publisher.js';
export { RabbitmqSubscriber } from './rabbitmq/rabbitmq-subscriber.js';
export type { RabbitmqSubscriberOptions } from './rabbitmq/rabbitmq-subscription.js';
export {
  DEAD_LETTER_GROUP,
  EVENTS_EXCHANGE,
  feedTopology,
  MOST_PARTITIONS,
  partitionQueue,
  PROJECTOR_GROUP,
  type Topology,
  type TopologyOptions,
} from './rabbitmq/topology.js';
export { type TopologyFault, TopologyMismatch } from './rabbitmq/topology-mismatch.js';
export { REQUESTS, type RepublishRequest, type Requests, type Serving } from './requests/requests.js';
export { BatchServer, type BatchServerOptions } from './nest/batch.server.js';
export {
  MessagingModule,
  type RabbitmqModuleOptions,
  type RabbitmqSubscriberModuleOptions,
} from './nest/messaging.module.js';
