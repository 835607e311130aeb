export { PUBLISHER, PublishFailed, type PublishFailure, type Publisher } from './publisher.js';
export { type Delivery, type SubscribeOptions, SUBSCRIBER, type Subscriber, type Subscription } from './subscriber.js';
