import { runService } from '#lib/service';
import { feedApiConfig } from '../../../apps/feed-api/src/feed-api.config.js';
import { FeedApiModule } from '../../../apps/feed-api/src/feed-api.module.js';

await runService(FeedApiModule, feedApiConfig, { trustActorHeader: true });
