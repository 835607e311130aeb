import { Controller, Get, Headers, Param, Query, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, signedIn } from '#lib/service';
import { answerConditionally } from '../conditional.answer.js';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { AnswersConditionally } from '../feed-answer.schema.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { type HistoryAnswer, historySchema } from './history.schema.js';
import { ReadHistory } from './read-history.handler.js';
import { readHistoryParams, type ReadHistoryParams } from './read-history.params.js';

@Controller('feed')
@UseInterceptors(DatabaseInterceptor)
export class ReadHistoryController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':entryId/history')
  @Allow(signedIn)
  @AnswersConditionally(historySchema)
  async read(
    @Param('entryId', { schema: z.uuid() }) entryId: string,
    @Query({ schema: readHistoryParams }) params: ReadHistoryParams,
    @CurrentReader() reader: Reader,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HistoryAnswer | undefined> {
    const answer = await this.queries.execute(new ReadHistory(entryId, params, reader, ifNoneMatch));
    return answerConditionally(reply, reader, answer);
  }
}
