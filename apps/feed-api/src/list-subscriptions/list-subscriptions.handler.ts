import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Subscriptions } from '#lib/read-model';
import type { SubscriptionsAnswer } from '../subscriptions/subscription.schema.js';

export class ListSubscriptions extends Query<SubscriptionsAnswer> {
  constructor(readonly personId: string) {
    super();
  }
}

@QueryHandler(ListSubscriptions)
export class ListSubscriptionsHandler implements IQueryHandler<ListSubscriptions> {
  constructor(private readonly subscriptions: Subscriptions) {}

  async execute({ personId }: ListSubscriptions): Promise<SubscriptionsAnswer> {
    const rows = await this.subscriptions.of(personId);
    return { subscriptions: rows.map(({ id, created_at: at }) => ({ id, createdAt: at.toISOString() })) };
  }
}
