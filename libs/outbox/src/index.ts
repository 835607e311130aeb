import { CreateOutbox1763600000000 } from './migrations/create-outbox.js';
import { LeaseInOrder1764400000000 } from './migrations/lease-in-order.js';

/** In the order of their time; where the outbox is used, they run with those of the event store. */
export const outboxMigrations = [CreateOutbox1763600000000, LeaseInOrder1764400000000];
export { OutboxRelay, type OutboxRelayOptions } from './outbox-relay.js';
export { type PublishedRow, toCloudEvent } from './to-cloud-event.js';
export { leaseParts } from './statements.js';
