import type { FeedReaderConfig } from '../feed-api.config.js';

/** How streams are kept; what is configured, and what specs have shorter. */
export interface StreamSettings {
  readonly replayChanges: number;
  readonly bufferBytes: number;
  readonly heartbeatMs: number;
  readonly perPerson: number;
  readonly most: number;
  /** How often it is looked for changes that nobody told of. */
  readonly pollMs: number;
  /** A reader whom nothing of what happens concerns is told this often how far the feed has come. */
  readonly idleIdMs: number;
  /** The reactions on one entry are told once in this time. */
  readonly reactionsMs: number;
  /** What is committed within this time is told together. */
  readonly gatherMs: number;
}

/** Injection token of {@link StreamSettings}. */
export const STREAM_SETTINGS = Symbol('StreamSettings');

export function streamSettings(config: FeedReaderConfig): StreamSettings {
  return {
    replayChanges: config.STREAM_REPLAY_CHANGES,
    bufferBytes: config.STREAM_BUFFER_BYTES,
    heartbeatMs: config.STREAM_HEARTBEAT_MS,
    perPerson: config.STREAMS_PER_PERSON,
    most: config.STREAMS_MAX,
    pollMs: 1_000,
    idleIdMs: Math.min(5_000, config.STREAM_HEARTBEAT_MS),
    reactionsMs: 1_000,
    gatherMs: 20,
  };
}
