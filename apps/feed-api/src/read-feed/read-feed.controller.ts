import { Controller, Get, Headers, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, signedIn } from '#lib/service';
import { callerGone } from '../caller-gone.js';
import { answerConditionally } from '../conditional.answer.js';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { AnswersFeed } from '../feed-answer.schema.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { FirstPageAnswers } from './first-page.answers.js';
import { type FeedAnswer, ReadFeed } from './read-feed.handler.js';
import { readFeedParams, type ReadFeedParams } from './read-feed.params.js';

@Controller('feed')
@UseInterceptors(DatabaseInterceptor)
export class ReadFeedController {
  constructor(
    private readonly queries: QueryBus,
    private readonly early: FirstPageAnswers,
  ) {}

  @Get()
  @Allow(signedIn)
  @AnswersFeed()
  async read(
    @Query({ schema: readFeedParams }) params: ReadFeedParams,
    @CurrentReader() reader: Reader,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FeedAnswer | undefined> {
    const answer = await this.queries.execute(new ReadFeed(params, reader, ifNoneMatch, callerGone(reply)));
    this.early.remember(request, params, reader);
    return answerConditionally(reply, reader, answer);
  }
}
