import { Controller, Get, Header, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Allow, signedIn } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { AnswersChanges } from './changes-answer.schema.js';
import { readChangesParams, type ReadChangesParams } from './follow-feed.params.js';
import { type ChangesAnswer, ReadChanges } from './read-changes.handler.js';

@Controller('feed')
@UseInterceptors(DatabaseInterceptor)
export class ReadChangesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('changes')
  @Allow(signedIn)
  @Header('cache-control', 'no-store')
  @AnswersChanges()
  read(
    @Query({ schema: readChangesParams }) params: ReadChangesParams,
    @CurrentReader() reader: Reader,
  ): Promise<ChangesAnswer> {
    return this.queries.execute(new ReadChanges(params, reader));
  }
}
