import type { Subscriber, SubscribeOptions, Subscription } from '../subscriber.js';
import { RabbitmqSubscription, type RabbitmqSubscriberOptions } from './rabbitmq-subscription.js';

/** Subscribes to RabbitMQ, each subscription on a connection of its own. */
export class RabbitmqSubscriber implements Subscriber {
  private readonly subscriptions = new Set<RabbitmqSubscription>();

  constructor(private readonly options: RabbitmqSubscriberOptions) {}

  /** Rejects with {@link TopologyMismatch}, or when the topology has no queues for the group. */
  async subscribe(handling: SubscribeOptions): Promise<Subscription> {
    const groups = Object.keys(this.options.topology.groups);
    if (!groups.includes(handling.group)) {
      throw new Error(`the topology has queues for ${groups.join(', ')} only, not for ${handling.group}`);
    }
    const subscription = new RabbitmqSubscription(this.options, handling);
    this.subscriptions.add(subscription);
    try {
      await subscription.start();
    } catch (error) {
      this.subscriptions.delete(subscription);
      throw error;
    }
    return {
      close: async () => {
        await subscription.close();
        this.subscriptions.delete(subscription);
      },
    };
  }

  /** Rejects with the reason while messages do not flow: nothing is subscribed, or the broker is not there. */
  async checkReadiness(): Promise<void> {
    if (this.subscriptions.size === 0) throw new Error('not subscribed');
    for (const subscription of this.subscriptions) {
      const interruption = subscription.interruption();
      if (interruption !== undefined) throw new Error(interruption);
    }
  }

  /** Closes every subscription: the batches in hand are finished first. Idempotent. */
  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.close()));
    this.subscriptions.clear();
  }
}
