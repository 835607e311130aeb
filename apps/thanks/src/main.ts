import { sourceConfig } from '#lib/event-source';
import { port, runService } from '#lib/service';
import { ThanksModule } from './thanks.module.js';

await runService(ThanksModule, sourceConfig.extend({ PORT: port().default(3003) }));
