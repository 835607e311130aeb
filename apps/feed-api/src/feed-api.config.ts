import { z } from 'zod';
import { LONGEST_TRANSACTION_MS } from '#lib/postgres';
import { durationMs, integer, secretUrl, serviceConfig } from '#lib/service';

function publicUrl() {
  const says =
    'must be a URL like https://feed.example or https://portal.example/api, without a slash at its end';
  return z.string(says).refine((value) => {
    if (!URL.canParse(value)) return false;
    const { origin, pathname, protocol } = new URL(value);
    return (
      /^https?:$/.test(protocol) &&
      value === (pathname === '/' ? origin : origin + pathname) &&
      !value.endsWith('/')
    );
  }, says);
}

export const feedReaderConfig = z.object({
  /** A role that may read the `feed` schema is enough. */
  DATABASE_URL: secretUrl('postgres:', 'postgresql:'),
  /** Where callers reach this API, for links that hold elsewhere: origin, and path if any. Unset: what the Host header says. */
  PUBLIC_URL: publicUrl().optional(),
  /** For one statement. A page takes a few milliseconds, so what takes seconds takes them from everybody else. */
  QUERY_TIMEOUT_MS: integer(1, LONGEST_TRANSACTION_MS).default(5_000),
  /** Whoever is further behind than so many changes reads the feed anew. */
  STREAM_REPLAY_CHANGES: integer(0, 10_000).default(500),
  /** What waits for one reader in this process, at most. Whoever does not read is let go, and may come back. */
  STREAM_BUFFER_BYTES: integer(1_024, 64 * 1024 * 1024).default(256 * 1024),
  STREAM_HEARTBEAT_MS: durationMs(100).default(15_000),
  /** Open at once: of one person, and in all. The latter fewer than `MAX_CONNECTIONS`, or nobody else gets an answer. */
  STREAMS_PER_PERSON: integer(1, 10_000).default(10),
  STREAMS_MAX: integer(1, 1_000_000).default(4_000),
});
export type FeedReaderConfig = z.output<typeof feedReaderConfig>;

export const feedApiConfig = serviceConfig.extend(feedReaderConfig.shape);
export type FeedApiConfig = z.output<typeof feedApiConfig>;
