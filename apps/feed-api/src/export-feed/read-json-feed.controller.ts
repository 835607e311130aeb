import { Controller, Get, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow, aSubscriber } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { toJsonFeed } from './json-feed.js';
import { type ExportFeedParams, exportFeedParams } from './export-feed.params.js';
import { AnswersExport } from './export.schema.js';
import { FeedExports } from './feed.exports.js';

const TYPE = 'application/feed+json';

/** The feed for feed readers, which cannot sign in: whoever has the link of a subscription reads as its person. */
@Controller('feed.json')
@UseInterceptors(DatabaseInterceptor)
export class ReadJsonFeedController {
  constructor(private readonly exports: FeedExports) {}

  @Get()
  @Allow(aSubscriber)
  @AnswersExport(TYPE, 'JSON Feed 1.1.', 'object')
  async read(
    @Query({ schema: exportFeedParams }) params: ExportFeedParams,
    @CurrentReader() reader: Reader,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object | undefined> {
    const document = await this.exports.read(params, reader, reply, TYPE);
    return document && toJsonFeed(document);
  }
}
