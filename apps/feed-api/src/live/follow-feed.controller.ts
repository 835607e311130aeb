import { Controller, Get, Headers, HttpStatus, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, CurrentIdentity, type Identity, signedIn } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { followFeedParams, type FollowFeedParams } from './follow-feed.params.js';
import { Streams } from './streams.js';

@Controller('feed')
@UseInterceptors(DatabaseInterceptor)
export class FollowFeedController {
  constructor(private readonly streams: Streams) {}

  @Get('stream')
  @Allow(signedIn)
  @ApiProduces('text/event-stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    description: 'The last id of a stream before: wins over since.',
    required: false,
  })
  @ApiResponse({
    status: HttpStatus.OK,
    description: 'Events for as long as the reader reads: docs/stream.md.',
    schema: { type: 'string' },
  })
  async follow(
    @Query({ schema: followFeedParams }) params: FollowFeedParams,
    @CurrentReader() reader: Reader,
    @CurrentIdentity() identity: Identity,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const since = lastEventId ?? params.since;
    if (request.method === 'HEAD') await this.streams.describe(reply, reader);
    else await this.streams.open({ params, reader, identity, since }, reply);
  }
}
