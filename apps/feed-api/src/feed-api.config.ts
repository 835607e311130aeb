import { z } from 'zod';
import { LONGEST_TRANSACTION_MS } from '#lib/postgres';
import { integer, secretUrl, serviceConfig } from '#lib/service';

export const feedReaderConfig = z.object({
  /** A role that may read the `feed` schema is enough. */
  DATABASE_URL: secretUrl('postgres:', 'postgresql:'),
  /** For one statement. A page takes a few milliseconds, so what takes seconds takes them from everybody else. */
  QUERY_TIMEOUT_MS: integer(1, LONGEST_TRANSACTION_MS).default(5_000),
});
export type FeedReaderConfig = z.output<typeof feedReaderConfig>;

export const feedApiConfig = serviceConfig.extend(feedReaderConfig.shape);
export type FeedApiConfig = z.output<typeof feedApiConfig>;
