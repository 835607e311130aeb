import type { FastifyRequest } from 'fastify';
import { problem } from '#lib/service';

const HOST = /^(\[[\da-f:.]+\]|[a-z\d]([a-z\d.-]*[a-z\d])?)(:\d{1,5})?$/i;

/** Where callers reach this API. */
export class PublicUrl {
  /** `configured`: `https://feed.example`, maybe with a path. Without it, it is what the request says. */
  constructor(private readonly configured: string | undefined) {}

  /**
   * Without a slash at its end. Whoever says a wrong host gets it back in their own answer, which no cache shares. Throws the
   * problem `host-invalid`.
   */
  of({ protocol, host }: FastifyRequest): string {
    if (this.configured !== undefined) return this.configured;
    if (!HOST.test(host)) throw problem(400, 'host-invalid', 'The Host header names no host.');
    return `${protocol}://${host}`;
  }
}
