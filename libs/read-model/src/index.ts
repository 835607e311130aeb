export { LoggedEvent } from './entities/logged-event.entity.js';
export { ParkedMessage } from './entities/parked-message.entity.js';
export { Projection } from './entities/projection.entity.js';
export { entryIdOf } from './entry-id.js';
export type {
  FeedBatch,
  NameChange,
  NewEntry,
  NewLogged,
  NewParked,
  ProjectionChanges,
  ReactionChange,
  StreamKey,
  StreamState,
} from './feed-batch.js';
export { feedDatabase } from './feed-database.js';
export {
  type FeedPage,
  type FeedPageQuery,
  type FeedPosition,
  FeedReader,
  NoLiveProjection,
  type Place,
} from './feed-reader.js';
export { type FeedTransaction, FeedWriter, StreamMoved } from './feed-writer.js';
export type { EntryRow } from './statements/reading.js';
