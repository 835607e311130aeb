export { LoggedEvent } from './entities/logged-event.entity.js';
export { ParkedMessage } from './entities/parked-message.entity.js';
export { Projection } from './entities/projection.entity.js';
export {
  type EventInFeed,
  FeedInspection,
  type FeedStatus,
  type Hole,
} from './inspection/feed-inspection.js';
export { type MissingEvents, openHoles } from './holes/holes.js';
export { entryIdOf } from './entry-id.js';
export type {
  CurationChange,
  EventKey,
  FeedBatch,
  Forgotten,
  NameChange,
  NewEntry,
  NewLogged,
  NewParked,
  PlacementChange,
  ProjectionChanges,
  ReactionChange,
  Retraction,
  StreamKey,
  StreamPlaces,
  StreamState,
} from './feed-batch.js';
export { feedDatabase } from './feed-database.js';
export type { FeedPosition, PositionQuery } from './feed-position.js';
export { type FeedPage, FeedReader, NoLiveProjection } from './feed-reader.js';
export { FeedWatch } from './feed-watch.js';
export { FeedChanges, type ListQuery, type LostEntries } from './feed-changes.js';
export type { Change, ChangeKind, FollowedRow, TouchedRow } from './statements/following.js';
export { CHANGES_CHANNEL } from './statements/consumption.js';
export { type GroupCount, type GroupRange, GroupReader, type OutlineQuery } from './grouping/group-reader.js';
export type { OutlineRow } from './grouping/outline.js';
export { Markers, type Unseen } from './readers/markers.js';
export { type Ending, Subscriptions } from './readers/subscriptions.js';
export { FeedHistory, type HistoryQuery } from './feed-history.js';
export type { HistoryRow } from './statements/history.js';
export { FeedProgress } from './feed-progress.js';
export { OldChanges } from './old-changes.js';
export type { FeedPageQuery, Place, SearchWord } from './page-query.js';
export { type FeedTransaction, FeedWriter, StreamMoved } from './feed-writer.js';
export type { EntryRow } from './statements/entries.js';
export { listActs, type OperatorAct, recordAct, type RecordedAct } from './operator/operator-acts.js';
export { RebuildRefused, type RebuildRefusal } from './rebuild/rebuild-refused.js';
export type { ProjectionReport } from './rebuild/rebuild-report.js';
export { type Decision, Rebuilds } from './rebuild/rebuilds.js';
export {
  type Projecting,
  type RebuildPace,
  type RebuildStep,
  RebuildStore,
} from './rebuild/rebuild-store.js';
export type { DayDifference, TableDifference, Verification } from './rebuild/verification.js';
export { RebuildVerifier } from './rebuild/rebuild-verifier.js';
export type { Reprojection, ShownAs } from './rebuild/reprojection.js';
export { Attempts, finishAttempts } from './attempts/attempts.js';
export {
  type ParkedLine,
  ParkedMessages,
  type ParkedQuery,
  type ParkedUnit,
} from './parked/parked-messages.js';
export { type KeptAgain, ParkedTransaction } from './parked/parked-transaction.js';
export type { ParkedRow } from './parked/statements.js';
export { type PageShape, type PageValues, readPage } from './statements/reading.js';
