import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { loadConfig } from '#lib/service';
import { feedProjectorConfig } from './feed-projector.config.js';
import { FeedProjectorModule } from './feed-projector.module.js';

// `import type` of an injected class compiles, and Nest fails at start: this is where it shows.
it('wires without a database or a broker', async () => {
  const env = {
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
    AMQP_URL: 'amqp://127.0.0.1:1',
    OIDC_ISSUER: 'https://id.example',
    OIDC_AUDIENCE: 'feed',
    KEY_ENCRYPTION_KEY: 'A'.repeat(43),
  };
  const module = FeedProjectorModule.register(loadConfig(feedProjectorConfig, env));
  await expect(Test.createTestingModule({ imports: [module] }).compile()).resolves.toBeDefined();
});
