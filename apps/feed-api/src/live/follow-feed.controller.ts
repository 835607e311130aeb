import { Controller, Get, Headers, HttpStatus, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, identityOf, signedIn } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { followFeedParams, type FollowFeedParams } from './follow-feed.params.js';
import { streamHeaders, StreamOpener } from './stream.opener.js';

@Controller('feed')
@UseInterceptors(DatabaseInterceptor)
export class FollowFeedController {
  constructor(private readonly opener: StreamOpener) {}

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
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { request } = reply;
    if (request.method === 'HEAD') {
      await reply.headers(streamHeaders(reader)).send();
      return;
    }
    const since = lastEventId ?? params.since;
    await this.opener.open({ params, reader, identity: identityOf(request), since }, reply);
  }
}
