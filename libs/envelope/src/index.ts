export { type CloudEvent, cloudEventSchema, toCloudEvent } from './cloud-event.js';
export { type WireMessage, decodeMessage, encodeEvent, MalformedMessage, MAX_MESSAGE_BYTES } from './wire.js';
export { type DataOf, defineEvent, type EventContract, type EventOf } from './define-event.js';
export { ContractRegistry, ContractViolation, UnknownEventType } from './contract-registry.js';
export { isPersonal, personal } from './personal.js';
