import { sourceConfig } from '#lib/event-source';
import { port, runService } from '#lib/service';
import { OrgStructureModule } from './org-structure.module.js';

await runService(OrgStructureModule, sourceConfig.extend({ PORT: port().default(3002) }));
