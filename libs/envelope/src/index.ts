export { type CloudEvent, cloudEventSchema, type Envelope, toCloudEvent } from './cloud-event.js';
export {
  decodeMessage,
  encodeEvent,
  isTooDeep,
  MalformedMessage,
  BATCH,
  MAX_MESSAGE_BYTES,
  STRUCTURED,
  type WireMessage,
} from './wire.js';
export { decodeFeedToken, encodeFeedToken, type EventPlace } from './feed-token.js';
export { type DataOf, defineEvent, type EventContract, type EventOf } from './define-event.js';
export { ContractRegistry, ContractViolation, UnknownEventType } from './contract-registry.js';
export {
  eventOf,
  eventOwner,
  ownersOf,
  personal,
  type PersonalField,
  personalFieldsOf,
  type PersonalMark,
  personOwner,
  REMOVED,
  withoutField,
} from './personal.js';
