import type { Provider } from '@nestjs/common';
import { LinkIdentities } from '#lib/service';
import { ListSubscriptionsController } from '../list-subscriptions/list-subscriptions.controller.js';
import { ListSubscriptionsHandler } from '../list-subscriptions/list-subscriptions.handler.js';
import { SubscribeController } from '../subscribe/subscribe.controller.js';
import { SubscribeHandler } from '../subscribe/subscribe.handler.js';
import { UnsubscribeController } from '../unsubscribe/unsubscribe.controller.js';
import { UnsubscribeHandler } from '../unsubscribe/unsubscribe.handler.js';
import { SubscriptionIdentities } from './subscription.identities.js';

/** Everything about the links that people make for programs. */
export const subscriptionControllers = [
  SubscribeController,
  ListSubscriptionsController,
  UnsubscribeController,
];
export const subscriptionProviders: Provider[] = [
  SubscribeHandler,
  ListSubscriptionsHandler,
  UnsubscribeHandler,
  { provide: LinkIdentities, useClass: SubscriptionIdentities },
];
