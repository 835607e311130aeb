import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';
import { loadConfig } from '#lib/service';
import { portalConfig } from './portal.config.js';
import { PortalModule } from './portal.module.js';

// `import type` of an injected class compiles, and Nest fails at start: this is where it shows.
it('wires without the pages', async () => {
  const env = { OIDC_ISSUER: 'https://id.example', OIDC_AUDIENCE: 'feed' };
  const module = PortalModule.register(loadConfig(portalConfig, env));
  await expect(Test.createTestingModule({ imports: [module] }).compile()).resolves.toBeDefined();
});
