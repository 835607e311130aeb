import { Controller, Header, Post, Query, Req, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allow, aPerson, CurrentPerson } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { noParams } from '../no.params.js';
import { PublicUrl } from '../public.url.js';
import { type NewSubscriptionAnswer, newSubscriptionSchema } from '../subscriptions/subscription.schema.js';
import { Subscribe } from './subscribe.handler.js';

@Controller('feed/subscriptions')
@UseInterceptors(DatabaseInterceptor)
export class SubscribeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Post()
  @Allow(aPerson)
  @Header('cache-control', 'private, no-store')
  @ApiCreatedResponse({ standardSchema: newSubscriptionSchema })
  async subscribe(
    @CurrentPerson() personId: string,
    @Req() request: FastifyRequest,
    @Query({ schema: noParams }) _none: object,
  ): Promise<NewSubscriptionAnswer> {
    const base = this.publicUrl.of(request);
    const { token, ...subscription } = await this.commands.execute(new Subscribe(personId));
    const urlOf = (form: string): string => `${base}/feed.${form}?token=${token}`;
    return { ...subscription, urls: { atom: urlOf('atom'), json: urlOf('json') } };
  }
}
