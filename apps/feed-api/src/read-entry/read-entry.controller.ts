import { Controller, Get, Headers, Param, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Allow, signedIn } from '#lib/service';
import { answerConditionally } from '../conditional.answer.js';
import { DatabaseInterceptor } from '../database.interceptor.js';
import type { PresentedEntry } from '../entry.presenter.js';
import { AnswersEntry } from '../feed-answer.schema.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { ReadEntry } from './read-entry.handler.js';

@Controller('feed')
@UseInterceptors(DatabaseInterceptor)
export class ReadEntryController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':entryId')
  @Allow(signedIn)
  @AnswersEntry()
  async read(
    @Param('entryId', { schema: z.uuid() }) entryId: string,
    @CurrentReader() reader: Reader,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PresentedEntry | undefined> {
    const answer = await this.queries.execute(new ReadEntry(entryId, reader, ifNoneMatch));
    return answerConditionally(reply, reader, answer);
  }
}
