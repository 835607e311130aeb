import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FeedPosition, FeedReader } from '#lib/read-model';
import { EarlyAnswers, type Identity, identityOf } from '#lib/service';
import { answerConditionally } from '../conditional.answer.js';
import { feedEtag, matches } from '../feed.etag.js';
import { encodePosition } from '../feed.position.js';
import { type Reader, viewOf } from '../reader.js';
import type { FirstPage } from './first.page.js';
import { FirstPages } from './first.pages.js';
import { isFirst, type ListPart, partOf } from './list.asked.js';
import { pageLinks } from './page-links.js';
import type { ReadFeedParams } from './read-feed.params.js';

const ROUTE = '/feed';
/** Of one reader, and how long what they ask by may be: others are answered by the route. */
const MOST_LISTS = 8;
const LONGEST_KEY = 1_000;

/** A list whose first page somebody has asked for before. */
interface Asked extends ListPart {
  readonly params: ReadFeedParams;
  readonly reader: Reader;
  last?: Answer;
}

/** What is answered for as long as nothing happens. */
interface Answer {
  readonly position: FeedPosition;
  readonly etag: string;
  page?: FirstPage;
}

/**
 * Answers the first page of a list to whoever asks for it again: with 304 where they have it, and else with a page that is
 * read once for all who see the same. What is asked was checked when the route answered it; what is read as of one
 * moment alone, or waited for, is left to the route each time.
 */
@Injectable()
export class FirstPageAnswers extends EarlyAnswers {
  /** By who asks, for as long as their token is remembered, and what they ask. */
  private readonly asked = new WeakMap<Identity, Map<string, Asked>>();

  constructor(
    private readonly feed: FeedReader,
    private readonly pages: FirstPages,
  ) {
    super();
  }

  /** For a request that the route answers, so that it need not again. */
  remember(request: FastifyRequest, params: ReadFeedParams, reader: Reader): void {
    const key = keyOf(request);
    if (!isFirst(params) || params.min || params.department !== undefined || key.length > LONGEST_KEY) return;
    const identity = identityOf(request);
    const lists = this.asked.get(identity) ?? new Map<string, Asked>();
    if (lists.size >= MOST_LISTS) lists.clear();
    this.asked.set(identity, lists.set(key, { ...partOf(params), params, reader }));
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    if (request.routeOptions.url !== ROUTE || request.method !== 'GET') return false;
    const asked = this.asked.get(identityOf(request))?.get(keyOf(request));
    if (!asked) return false;
    try {
      const answer = this.knownAnswer(asked) ?? (await this.newAnswer(asked));
      const { etag } = answer;
      if (matches(request.headers['if-none-match'], etag)) {
        answerConditionally(reply, asked.reader, { etag });
        void reply.send();
        return true;
      }
      const page = (answer.page ??= await this.readPage(asked, answer.position));
      const links = pageLinks(ROUTE, asked.params, page.page);
      void reply.type('application/json; charset=utf-8');
      void reply.send(
        answerConditionally(reply, asked.reader, { etag, links, body: bodyOf(page, asked, answer) }),
      );
      return true;
    } catch {
      // What is wrong says the route, which does the same again.
      return false;
    }
  }

  private knownAnswer({ reader, last }: Asked): Answer | undefined {
    return last && last.position === this.feed.known(reader.personId) ? last : undefined;
  }

  private async newAnswer(asked: Asked): Promise<Answer> {
    const { params, reader } = asked;
    const { personId } = reader;
    const position = await this.feed.atKnownPosition({ personId }, (known) => Promise.resolve(known));
    const etag = feedEtag(position, reader, { ...params, covered: undefined });
    return (asked.last = { position, etag });
  }

  private readPage({ params, reader, list }: Asked, position: FeedPosition): Promise<FirstPage> {
    return this.pages.read(position, reader, { params, locale: reader.locale, list });
  }
}

/** All that the answer depends on, but for who asks. */
function keyOf({ url, headers }: FastifyRequest): string {
  return `${headers['accept-language'] ?? ''}\n${url}`;
}

function bodyOf({ head, tail }: FirstPage, { reader }: Asked, { position }: Answer): string {
  return `${head}${encodePosition(position, viewOf(reader, position).audiences)}${tail}`;
}
