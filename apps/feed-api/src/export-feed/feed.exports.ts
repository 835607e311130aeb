import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerGone } from '../caller-gone.js';
import { answerConditionally } from '../conditional.answer.js';
import { PublicUrl } from '../public.url.js';
import type { Reader } from '../reader.js';
import { ExportFeed } from './export-feed.handler.js';
import type { ExportFeedParams } from './export-feed.params.js';
import type { FeedDocument } from './feed-document.js';

/** What the controllers of all formats do. */
@Injectable()
export class FeedExports {
  constructor(
    private readonly queries: QueryBus,
    private readonly publicUrl: PublicUrl,
  ) {}

  /** The page that a request asks for, with the headers on its answer. Undefined: the caller has it already. */
  async read(
    params: ExportFeedParams,
    reader: Reader,
    reply: FastifyReply,
    type: string,
  ): Promise<FeedDocument | undefined> {
    const request: FastifyRequest = reply.request;
    const selfUrl = new URL(this.publicUrl.of(request) + request.url).href;
    const ifNoneMatch = request.headers['if-none-match'];
    const answer = await this.queries.execute(
      new ExportFeed(params, { reader, selfUrl, ifNoneMatch, callerGone: callerGone(reply) }),
    );
    if (answer.body) reply.type(`${type}; charset=utf-8`);
    return answerConditionally(reply, reader, answer);
  }
}
