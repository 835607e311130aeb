import { port, runService } from '#lib/service';
import { reactionsConfig } from './reactions.config.js';
import { ReactionsModule } from './reactions.module.js';

await runService(ReactionsModule, reactionsConfig.extend({ PORT: port().default(3004) }));
