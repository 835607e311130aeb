import { z } from 'zod';
import { outboxConfig } from '#lib/event-source';
import { secretUrl, serviceConfig } from '#lib/service';
import { projectionConfig } from '../../feed-projector/src/feed-projector.config.js';
import { reactionKindsConfig } from '../../reactions/src/reactions.config.js';

/** Every setting has a default. With `DATABASE_URL` that server is used instead of an embedded one in `DATA_DIR`. */
export const standaloneConfig = serviceConfig
  .extend(outboxConfig.shape)
  .extend(projectionConfig.shape)
  .extend(reactionKindsConfig.shape)
  .extend({
    DATABASE_URL: secretUrl('postgres:', 'postgresql:').optional(),
    DATA_DIR: z.string().default('./data'),
    // One process, with nobody in front of it that would have to notice: no need to linger.
    DRAIN_DELAY_MS: serviceConfig.shape.DRAIN_DELAY_MS.default(0),
  });
export type StandaloneConfig = z.output<typeof standaloneConfig>;
