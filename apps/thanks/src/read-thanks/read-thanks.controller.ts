import { Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { id, ThanksGivenV1 } from '#lib/contracts';
import { SourceController } from '#lib/event-source';
import { Allow, signedIn } from '#lib/service';
import { ReadThanks, type ThanksNow } from './read-thanks.handler.js';

const answer = z
  .object({
    id,
    version: z.int(),
    ...ThanksGivenV1.schema.omit({ thanksId: true }).shape,
    takenBack: z.boolean(),
  })
  .meta({ id: 'Thanks' }) satisfies z.ZodType<ThanksNow>;

@SourceController('thanks')
export class ReadThanksController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @Allow(signedIn)
  @ApiOkResponse({ standardSchema: answer })
  read(@Param('id', { schema: id }) thanksId: string): Promise<ThanksNow> {
    return this.queries.execute(new ReadThanks(thanksId));
  }
}
