import { sourceConfig } from '#lib/event-source';
import { port, runService } from '#lib/service';
import { EventIntakeModule } from './event-intake.module.js';

await runService(EventIntakeModule, sourceConfig.extend({ PORT: port().default(3006) }));
