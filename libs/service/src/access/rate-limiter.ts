import rateLimit, { type RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../problems/problem.js';
import { identityOf } from './identity-of-request.js';

const WINDOW_S = 60;
/** For each budget. Beyond that, who was heard of longest ago is forgotten, and begins anew. */
const REMEMBERED = 10_000;

const BUDGETS = ['reads', 'writes', 'service', 'address'] as const;
/** What is counted together, as the headers call it. */
type Budget = (typeof BUDGETS)[number];

/**
 * How many requests a minute are taken from one caller; 0: any number. `reads` and `writes` are a person's, `service` is a
 * service account's, and `address` is of all who are nobody in particular and ask from one address.
 */
export type RateLimits = Readonly<Record<Budget, number>>;

type Counter = ReturnType<FastifyInstance['createRateLimit']>;

/** Counts requests by who asks, in this process, and refuses those beyond a budget. */
export class RateLimiter {
  private counters: Partial<Record<Budget, Counter>> = {};

  /** Counts from when the plugins of `instance` are loaded. */
  constructor(instance: FastifyInstance, limits: RateLimits, remembered = REMEMBERED) {
    void instance.register(rateLimit, { global: false });
    instance.after(() => {
      for (const budget of BUDGETS.filter((each) => limits[each] > 0))
        this.counters[budget] = instance.createRateLimit(optionsOf(budget, limits[budget], remembered));
    });
  }

  /** For a request of somebody who is signed in. Throws 429. */
  countIdentity(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (identityOf(request).source !== undefined) return this.count('service', request, reply);
    return this.count(/^(GET|HEAD)$/.test(request.method) ? 'reads' : 'writes', request, reply);
  }

  /** For a request of nobody in particular, or of whoever failed to sign in. Throws 429. */
  countAddress(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.count('address', request, reply);
  }

  /** The plugin's own headers are of an early draft; these are of draft-ietf-httpapi-ratelimit-headers-10. */
  private async count(budget: Budget, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const counted = await this.counters[budget]?.(request);
    if (!counted || counted.isAllowed) return;
    const { max, remaining, ttlInSeconds, isExceeded } = counted;
    reply.header('ratelimit-policy', `"${budget}";q=${max};w=${WINDOW_S}`);
    reply.header('ratelimit', `"${budget}";r=${remaining};t=${ttlInSeconds}`);
    if (!isExceeded) return;
    reply.header('retry-after', ttlInSeconds);
    throw problem(429, 'rate-limited', `More than ${max} requests in a minute. Go on in ${ttlInSeconds} s.`);
  }
}

function optionsOf(budget: Budget, max: number, cache: number): RateLimitOptions {
  const common = { max, cache, timeWindow: WINDOW_S * 1000 };
  // Without a key of ours it counts by address, those of one IPv6 network as one.
  return budget === 'address'
    ? common
    : { ...common, keyGenerator: (request) => identityOf(request).subject };
}
