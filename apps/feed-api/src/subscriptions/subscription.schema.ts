import { z } from 'zod';

const subscription = {
  id: z.uuid(),
  createdAt: z.string().meta({ format: 'date-time' }),
};

export const subscriptionSchema = z.object(subscription).meta({ id: 'Subscription' });

export const subscriptionsSchema = z
  .object({ subscriptions: z.array(subscriptionSchema).describe('The oldest first.') })
  .meta({ id: 'Subscriptions' });

export const newSubscriptionSchema = z
  .object({
    ...subscription,
    urls: z
      .object({ atom: z.string(), json: z.string() })
      .describe('Whoever has one can read what the person can. They are told this once.'),
  })
  .meta({ id: 'NewSubscription' });

export type SubscriptionAnswer = z.output<typeof subscriptionSchema>;
export type SubscriptionsAnswer = z.output<typeof subscriptionsSchema>;
export type NewSubscriptionAnswer = z.output<typeof newSubscriptionSchema>;
