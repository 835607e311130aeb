import { Controller, Delete, Param, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow, aPerson, CurrentPerson } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { ListSubscriptions } from '../list-subscriptions/list-subscriptions.handler.js';
import { noParams } from '../no.params.js';
import { type SubscriptionsAnswer, subscriptionsSchema } from '../subscriptions/subscription.schema.js';
import { Unsubscribe } from './unsubscribe.handler.js';

@Controller('feed/subscriptions')
@UseInterceptors(DatabaseInterceptor)
export class UnsubscribeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Its links end at once. Answers those that are left. */
  @Delete(':id')
  @Allow(aPerson)
  @ApiOkResponse({ standardSchema: subscriptionsSchema })
  async unsubscribe(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentPerson() personId: string,
    @Query({ schema: noParams }) _none: object,
  ): Promise<SubscriptionsAnswer> {
    await this.commands.execute(new Unsubscribe(personId, id));
    return this.queries.execute(new ListSubscriptions(personId));
  }
}
