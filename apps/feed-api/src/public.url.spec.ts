import type { FastifyRequest } from 'fastify';
import { HttpException } from '@nestjs/common';
import { expect, it } from 'vitest';
import { loadConfig } from '#lib/service';
import { feedReaderConfig } from './feed-api.config.js';
import { PublicUrl } from './public.url.js';

const asked = (host: string) => ({ protocol: 'http', host }) as FastifyRequest;

it('is what is configured, whatever the request says', () => {
  expect(new PublicUrl('https://feed.example/api').of(asked('evil.example'))).toBe(
    'https://feed.example/api',
  );
});

it.each(['feed.example', 'feed.example:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost'])(
  'is else what the request says: %s',
  (host) => expect(new PublicUrl(undefined).of(asked(host))).toBe(`http://${host}`),
);

it.each(['', ':3000', 'a b', 'feed.example/x', 'feed.example?x', 'me@feed.example', '"><x', '-', 'a:b'])(
  'is not what is no host: %s',
  (host) => expect(() => new PublicUrl(undefined).of(asked(host))).toThrow(HttpException),
);

it.each(['https://feed.example', 'http://127.0.0.1:3000', 'https://portal.example/api/v1'])(
  'can be configured as %s',
  (url) => expect(configured(url)).toBe(url),
);

it.each([
  'feed.example',
  'https://feed.example/',
  'https://portal.example/api/',
  'ftp://x',
  'https://x/?a',
  'https://u:p@x',
])('cannot be configured as %s', (url) => expect(() => configured(url)).toThrow('PUBLIC_URL'));

function configured(PUBLIC_URL: string): string | undefined {
  return loadConfig(feedReaderConfig, { DATABASE_URL: 'postgres://a/b', PUBLIC_URL }).PUBLIC_URL;
}
