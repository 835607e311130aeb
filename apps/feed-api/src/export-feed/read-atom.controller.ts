import { Controller, Get, Query, Res, UseInterceptors } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow, aSubscriber } from '#lib/service';
import { DatabaseInterceptor } from '../database.interceptor.js';
import { CurrentReader } from '../reader.decorator.js';
import type { Reader } from '../reader.js';
import { toAtom } from './atom.js';
import { type ExportFeedParams, exportFeedParams } from './export-feed.params.js';
import { AnswersExport } from './export.schema.js';
import { FeedExports } from './feed.exports.js';

const TYPE = 'application/atom+xml';

/** The feed for feed readers, which cannot sign in: whoever has the link of a subscription reads as its person. */
@Controller('feed.atom')
@UseInterceptors(DatabaseInterceptor)
export class ReadAtomController {
  constructor(private readonly exports: FeedExports) {}

  @Get()
  @Allow(aSubscriber)
  @AnswersExport(TYPE, 'Atom, RFC 4287.', 'string')
  async read(
    @Query({ schema: exportFeedParams }) params: ExportFeedParams,
    @CurrentReader() reader: Reader,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const document = await this.exports.read(params, reader, reply, TYPE);
    return document && toAtom(document);
  }
}
