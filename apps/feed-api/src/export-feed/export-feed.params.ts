import { z } from 'zod';
import { readFeedParams } from '../read-feed/read-feed.params.js';

/** The parameters of `GET /feed`, and the secret of a link. */
export const exportFeedParams = readFeedParams.safeExtend({
  token: z.string().max(100).optional().describe('Of a subscription: instead of an Authorization header.'),
});

export type ExportFeedParams = z.output<typeof exportFeedParams>;
