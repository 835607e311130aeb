export { StreamNotFound, VersionNotMet } from './errors.js';
export { EventSourceModule, type EventSourceOptions } from './event-source.module.js';
export { SourceController } from './http/source.controller.js';
export { IDEMPOTENCY_HOURS } from './idempotency-cleaner.js';
export type { DomainEvent } from './recording.js';
export { type CommandResult, Streams } from './streams.js';
export {
  onRabbitmq,
  type OutboxConfig,
  outboxConfig,
  type SourceConfig,
  sourceConfig,
  type SourceHost,
} from './source-host.js';
export type { OutboxState, StoredEvent } from './operator/source.inspection.js';
