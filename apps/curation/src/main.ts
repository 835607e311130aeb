import { sourceConfig } from '#lib/event-source';
import { port, runService } from '#lib/service';
import { CurationModule } from './curation.module.js';

await runService(CurationModule, sourceConfig.extend({ PORT: port().default(3007) }));
