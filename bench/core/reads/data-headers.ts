import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

const ALWAYS = {
  'content-security-policy': `default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cache-control': 'private, no-cache',
  'content-language': 'en',
  vary: 'Accept-Language, Authorization',
};

/** What the feed says with each of its answers, for a limit that is to answer the same. */
export function dataHeaders({ headers }: FastifyRequest): Record<string, string> {
  return { ...ALWAYS, 'x-request-id': headers['x-request-id']?.toString() ?? randomUUID() };
}
