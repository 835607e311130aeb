export { EventIdTaken, IdempotencyKeyReused, VersionConflict } from './errors.js';
export { type AppendOptions, EventStore, START_OF_ALL } from './event-store.js';
export { AddAppendTogether1764100000000 } from './migrations/add-append-together.js';
export { CreateEvents1763600000001 } from './migrations/create-events.js';
export type {
  AllPage,
  AllPosition,
  Appended,
  EventToAppend,
  Idempotency,
  Opening,
  RecordedEvent,
} from './recorded-event.js';
export { appendEvents, type EventMeta, noteCluster } from './statements.js';
