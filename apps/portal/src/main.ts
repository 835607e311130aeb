import { runService } from '#lib/service';
import { portalConfig } from './portal.config.js';
import { PortalModule } from './portal.module.js';

await runService(PortalModule, portalConfig);
