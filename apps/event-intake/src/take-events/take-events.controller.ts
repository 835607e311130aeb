import { Controller, HttpCode, Post, Req, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { Allow, aSource, CurrentIdentity, type Identity } from '#lib/service';
import { DescribesTakingEvents } from '../describe-events/take-events.docs.js';
import { readEvents } from '../http-binding.js';
import { RefusalInterceptor } from '../refusal.interceptor.js';
import { type Accepted, TakeEvents } from './take-events.handler.js';

@Controller('events')
@UseInterceptors(RefusalInterceptor)
export class TakeEventsController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Answers 202 once the events are safe in the database, with `{ "accepted": [{ "source", "id" }] }`: source and id are
   * what a publisher knows an event by, and the feed shows both. The same events again get the same answer.
   */
  @Post()
  @Allow(aSource)
  @HttpCode(202)
  @DescribesTakingEvents()
  take(@Req() request: FastifyRequest, @CurrentIdentity() { source }: Identity): Promise<Accepted> {
    return this.commands.execute(new TakeEvents(readEvents(request), source!));
  }
}
