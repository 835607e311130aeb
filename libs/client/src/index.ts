export { FeedClient, type FeedClientOptions, type RequestOptions } from './feed-client.js';
export { FeedProblem } from './feed-problem.js';
export type { FeedEvent } from './feed-events.js';
export type { ConnectionState, FeedStream, StreamOptions } from './feed-stream.js';
export type { ClientEnvironment, Wake } from './environment.js';
export type {
  EntryGroup,
  EntryHistory,
  FeedEntry,
  FeedFilters,
  FeedMarker,
  FeedPage,
  FeedQuery,
  GroupQuery,
  MessagePart,
} from './feed-types.js';
export type { Arg, Fault, Name, Problem, Reaction } from './openapi.js';
