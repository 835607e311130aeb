import { BatchServer } from '#lib/messaging';
import { runService } from '#lib/service';
import { localDatabase } from './local.database.js';
import { standaloneConfig } from './standalone.config.js';
import { StandaloneModule } from './standalone.module.js';
import { welcome } from './welcome.text.js';

await runService(StandaloneModule, standaloneConfig, {
  resources: localDatabase,
  transport: BatchServer,
  // Until there is a way to sign in. It listens on this machine alone unless told otherwise.
  trustActorHeader: true,
  onServing: welcome,
});
