import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { id } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { ReadThanks, type ThanksNow } from './read-thanks.handler.js';

@SourceController('thanks')
export class ReadThanksController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  read(@Param('id', { schema: id }) thanksId: string): Promise<ThanksNow> {
    return this.queries.execute(new ReadThanks(thanksId));
  }
}
