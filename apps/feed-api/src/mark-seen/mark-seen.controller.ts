import { Body, Controller, Header, Put, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { Allow, aPerson, CurrentPerson } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { noParams } from '../no.params.js';
import { type MarkerAnswer, markerSchema } from '../read-marker/marker.schema.js';
import { ReadMarker } from '../read-marker/read-marker.handler.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { MarkSeen } from './mark-seen.handler.js';
import { markSeenBody } from './mark-seen.params.js';

@Controller('feed')
@UseInterceptors(DatabaseInterceptor)
export class MarkSeenController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Answers where the mark is now: another tab may have moved it farther. */
  @Put('marker')
  @Allow(aPerson)
  @Header('cache-control', 'private, no-store')
  @ApiOkResponse({ standardSchema: markerSchema })
  async mark(
    @Body({ schema: markSeenBody }) { position }: z.output<typeof markSeenBody>,
    @CurrentPerson() personId: string,
    @CurrentReader() reader: Reader,
    @Query({ schema: noParams }) _none: object,
  ): Promise<MarkerAnswer> {
    await this.commands.execute(new MarkSeen(personId, position));
    return this.queries.execute(new ReadMarker(personId, reader));
  }
}
