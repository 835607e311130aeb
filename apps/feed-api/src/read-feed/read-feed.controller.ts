import { Controller, Get, Headers, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Allow, signedIn } from '#lib/service';
import { callerGone } from '../caller-gone.js';
import { answerConditionally } from '../conditional.answer.js';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { AnswersFeed } from '../feed-answer.schema.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { type FeedAnswer, ReadFeed } from './read-feed.handler.js';
import { readFeedParams, type ReadFeedParams } from './read-feed.params.js';

@Controller('feed')
@UseInterceptors(DatabaseInterceptor)
export class ReadFeedController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Allow(signedIn)
  @AnswersFeed()
  async read(
    @Query({ schema: readFeedParams }) params: ReadFeedParams,
    @CurrentReader() reader: Reader,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FeedAnswer | undefined> {
    const answer = await this.queries.execute(new ReadFeed(params, reader, ifNoneMatch, callerGone(reply)));
    return answerConditionally(reply, reader, answer);
  }
}
