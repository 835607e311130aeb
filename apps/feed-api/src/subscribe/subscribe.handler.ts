import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Subscriptions } from '#lib/read-model';
import { problem } from '#lib/service';
import type { SubscriptionAnswer } from '../subscriptions/subscription.schema.js';
import { digestOf, newLinkToken } from '../subscriptions/link.token.js';

const MOST = 10;

export class Subscribe extends Command<SubscriptionAnswer & { readonly token: string }> {
  constructor(readonly personId: string) {
    super();
  }
}

@CommandHandler(Subscribe)
export class SubscribeHandler implements ICommandHandler<Subscribe> {
  constructor(private readonly subscriptions: Subscriptions) {}

  async execute({ personId }: Subscribe): Promise<SubscriptionAnswer & { readonly token: string }> {
    const token = newLinkToken();
    const made = await this.subscriptions.add(personId, digestOf(token)!, MOST);
    if (!made)
      throw problem(409, 'subscriptions-too-many', `You have ${MOST} subscriptions: end one of them first.`);
    return { id: made.id, createdAt: made.created_at.toISOString(), token };
  }
}
