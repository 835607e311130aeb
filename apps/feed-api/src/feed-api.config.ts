import { z } from 'zod';
import { secretUrl, serviceConfig } from '#lib/service';

/** A role that may read the `feed` schema is enough. */
export const feedReaderConfig = z.object({ DATABASE_URL: secretUrl('postgres:', 'postgresql:') });
export type FeedReaderConfig = z.output<typeof feedReaderConfig>;

export const feedApiConfig = serviceConfig.extend(feedReaderConfig.shape);
export type FeedApiConfig = z.output<typeof feedApiConfig>;
