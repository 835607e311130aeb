import { runService } from '#lib/service';
import { feedApiConfig } from './feed-api.config.js';
import { FeedApiModule } from './feed-api.module.js';

await runService(FeedApiModule, feedApiConfig);
