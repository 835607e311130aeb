import { Controller, Get, Headers, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Allow, signedIn } from '#lib/service';
import { answerConditionally } from '../conditional.answer.js';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { AnswersFeed } from '../feed-answer.schema.js';
import type { FeedAnswer } from '../read-feed/read-feed.handler.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { ReadGroup } from './read-group.handler.js';
import { groupKeyParam, readGroupParams, type ReadGroupParams } from './read-group.params.js';

@Controller('feed/groups')
@UseInterceptors(DatabaseInterceptor)
export class ReadGroupController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':key')
  @Allow(signedIn)
  @AnswersFeed()
  async read(
    @Param('key', { schema: groupKeyParam }) key: string,
    @Query({ schema: readGroupParams }) params: ReadGroupParams,
    @CurrentReader() reader: Reader,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FeedAnswer | undefined> {
    const answer = await this.queries.execute(new ReadGroup(key, params, reader, ifNoneMatch));
    return answerConditionally(reply, reader, answer);
  }
}
