import { BatchServer } from '#lib/messaging';
import { runService } from '#lib/service';
import { localResources } from './local.resources.js';
import { standaloneConfig } from './standalone.config.js';
import { StandaloneModule } from './standalone.module.js';
import { welcome } from './welcome.text.js';

await runService(StandaloneModule, standaloneConfig, {
  resources: localResources,
  transport: BatchServer,
  onServing: welcome,
});
