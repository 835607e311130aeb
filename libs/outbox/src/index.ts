export { CreateOutbox1763600000000 } from './migrations/create-outbox.js';
export { OutboxRelay, type OutboxRelayOptions } from './outbox-relay.js';
export { type PublishedRow, toCloudEvent } from './to-cloud-event.js';
export { leaseParts } from './statements.js';
