import { runService } from '#lib/service';
import { reactionsConfig } from '../../../apps/reactions/src/reactions.config.js';
import { ReactionsModule } from '../../../apps/reactions/src/reactions.module.js';

await runService(ReactionsModule, reactionsConfig, { trustActorHeader: true });
