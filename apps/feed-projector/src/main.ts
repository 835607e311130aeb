import { BatchServer } from '#lib/messaging';
import { runService } from '#lib/service';
import { feedProjectorConfig } from './feed-projector.config.js';
import { FeedProjectorModule } from './feed-projector.module.js';

await runService(FeedProjectorModule, feedProjectorConfig, { transport: BatchServer });
