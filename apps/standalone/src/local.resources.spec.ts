import { expect, it } from 'vitest';
import { ConfigFault, loadConfig } from '#lib/service';
import { localResources } from './local.resources.js';
import { standaloneConfig } from './standalone.config.js';

it.each(['0.0.0.0', '::', '192.168.1.7', 'feed.example'])(
  'signs nobody in by itself where others can reach it: HOST %s',
  async (HOST) => {
    const config = loadConfig(standaloneConfig, { HOST, DATA_DIR: '/dev/null/nowhere' });
    await expect(localResources(config)).rejects.toThrow(ConfigFault);
    await expect(localResources(config)).rejects.toThrow('set OIDC_ISSUER to serve others');
  },
);
