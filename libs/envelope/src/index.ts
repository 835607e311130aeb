export { type CloudEvent, cloudEventSchema, type Envelope, toCloudEvent } from './cloud-event.js';
export {
  decodeMessage,
  encodeEvent,
  isTooDeep,
  MalformedMessage,
  MAX_MESSAGE_BYTES,
  type WireMessage,
} from './wire.js';
export { type DataOf, defineEvent, type EventContract, type EventOf } from './define-event.js';
export { ContractRegistry, ContractViolation, UnknownEventType } from './contract-registry.js';
export { isPersonal, personal } from './personal.js';
