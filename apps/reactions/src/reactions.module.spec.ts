import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { loadConfig } from '#lib/service';
import { reactionsConfig } from './reactions.config.js';
import { ReactionsModule } from './reactions.module.js';

// `import type` of an injected class compiles, and Nest fails at start: this is where it shows.
it('wires without a database or a broker', async () => {
  const env = {
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
    AMQP_URL: 'amqp://127.0.0.1:1',
    OIDC_ISSUER: 'https://id.example',
    OIDC_AUDIENCE: 'feed',
    KEY_ENCRYPTION_KEY: 'A'.repeat(43),
  };
  const module = ReactionsModule.register(loadConfig(reactionsConfig, env));
  await expect(Test.createTestingModule({ imports: [module] }).compile()).resolves.toBeDefined();
});
