import { z } from 'zod';
import { outboxConfig } from '#lib/event-source';
import { LOCAL_AUDIENCE, LOCAL_ISSUER, type LocalIssuer } from '#lib/identity';
import { secretUrl, serviceConfig } from '#lib/service';
import { feedReaderConfig } from '../../feed-api/src/feed-api.config.js';
import { projectionConfig } from '../../feed-projector/src/feed-projector.config.js';
import { pagesConfig } from '../../portal/src/portal.config.js';
import { reactionKindsConfig } from '../../reactions/src/reactions.config.js';

/**
 * Every setting has a default. With `DATABASE_URL` that server is used instead of an embedded one in `DATA_DIR`, with
 * `OIDC_ISSUER` that provider instead of an issuer of its own, which is for trying things out; with `KEY_ENCRYPTION_KEY` that
 * key instead of one of its own in `DATA_DIR`.
 */
export const standaloneConfig = serviceConfig
  .extend(outboxConfig.shape)
  .extend(projectionConfig.shape)
  .extend(feedReaderConfig.shape)
  .extend(reactionKindsConfig.shape)
  .extend(pagesConfig.shape)
  .extend({
    DATABASE_URL: secretUrl('postgres:', 'postgresql:').optional(),
    OIDC_ISSUER: serviceConfig.shape.OIDC_ISSUER.default(LOCAL_ISSUER),
    OIDC_AUDIENCE: serviceConfig.shape.OIDC_AUDIENCE.default(LOCAL_AUDIENCE),
    KEY_ENCRYPTION_KEY: outboxConfig.shape.KEY_ENCRYPTION_KEY.optional(),
    DATA_DIR: z.string().default('./data'),
    // Each relay hears of every row by itself, and nobody waits for its lease: both are for what goes wrong alone.
    OUTBOX_POLL_MS: outboxConfig.shape.OUTBOX_POLL_MS.default(5_000),
    OUTBOX_LEASE_MS: outboxConfig.shape.OUTBOX_LEASE_MS.default(30_000),
    // One process, with nobody in front of it that would have to notice: no need to linger.
    DRAIN_DELAY_MS: serviceConfig.shape.DRAIN_DELAY_MS.default(0),
  });
export interface StandaloneConfig extends z.output<typeof standaloneConfig> {
  /** There when it signs people in by itself. */
  readonly personas?: LocalIssuer;
}
