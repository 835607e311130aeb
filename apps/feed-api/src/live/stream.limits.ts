import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { problem } from '#lib/service';
import { STREAM_SETTINGS, type StreamSettings } from './stream.settings.js';

const RETRY_AFTER_S = 10;

/** So many streams of one person, and so many in all. */
@Injectable()
export class StreamLimits {
  private readonly ofSubject = new Map<string, number>();
  private total = 0;

  constructor(@Inject(STREAM_SETTINGS) private readonly settings: StreamSettings) {}

  /** Counts one more until it is let go, which may be said more than once. Throws a problem where there may be no more. */
  admit(subject: string, reply: FastifyReply): () => void {
    const { perPerson, most } = this.settings;
    const theirs = this.ofSubject.get(subject) ?? 0;
    if (theirs >= perPerson || this.total >= most) void reply.header('retry-after', RETRY_AFTER_S);
    if (theirs >= perPerson)
      throw problem(429, 'streams-limited', `You have ${theirs} streams open, and may have no more.`);
    if (this.total >= most)
      throw problem(503, 'streams-exhausted', 'As many follow the feed as this process can serve.');
    this.count(subject, 1);
    let isCounted = true;
    return () => {
      if (isCounted) this.count(subject, -1);
      isCounted = false;
    };
  }

  private count(subject: string, by: 1 | -1): void {
    this.total += by;
    const theirs = (this.ofSubject.get(subject) ?? 0) + by;
    if (theirs > 0) this.ofSubject.set(subject, theirs);
    else this.ofSubject.delete(subject);
  }
}
