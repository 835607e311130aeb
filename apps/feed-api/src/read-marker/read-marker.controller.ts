import { Controller, Get, Header, Query, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse } from '@nestjs/swagger';
import { Allow, aPerson, CurrentPerson } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { noParams } from '../no.params.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { type MarkerAnswer, markerSchema } from './marker.schema.js';
import { ReadMarker } from './read-marker.handler.js';

@Controller('feed')
@UseInterceptors(DatabaseInterceptor)
export class ReadMarkerController {
  constructor(private readonly queries: QueryBus) {}

  @Get('marker')
  @Allow(aPerson)
  @Header('cache-control', 'private, no-store')
  @ApiOkResponse({ standardSchema: markerSchema })
  read(
    @CurrentPerson() personId: string,
    @CurrentReader() reader: Reader,
    @Query({ schema: noParams }) _none: object,
  ): Promise<MarkerAnswer> {
    return this.queries.execute(new ReadMarker(personId, reader));
  }
}
