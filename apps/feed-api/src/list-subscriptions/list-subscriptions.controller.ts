import { Controller, Get, Header, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { Allow, aPerson, CurrentPerson } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { noParams } from '../no.params.js';
import { type SubscriptionsAnswer, subscriptionsSchema } from '../subscriptions/subscription.schema.js';
import { ListSubscriptions } from './list-subscriptions.handler.js';

@Controller('feed/subscriptions')
@UseInterceptors(DatabaseInterceptor)
export class ListSubscriptionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow(aPerson)
  @Header('cache-control', 'private, no-store')
  @ApiOkResponse({ standardSchema: subscriptionsSchema })
  list(
    @CurrentPerson() personId: string,
    @Query({ schema: noParams }) _none: object,
  ): Promise<SubscriptionsAnswer> {
    return this.queries.execute(new ListSubscriptions(personId));
  }
}
