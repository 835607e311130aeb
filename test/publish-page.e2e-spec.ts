import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeMessage, MAX_MESSAGE_BYTES } from '#lib/envelope';
import { eventually } from '#lib/testing';
import { type Answer, as, readFeed, type RequestHeaders, send } from './support/http.js';
import { publisher } from './support/intake.client.js';
import { type RunningFeed, startTogether } from './support/running-feed.js';

const page = readFileSync(join(import.meta.dirname, '../docs/publish.md'), 'utf8');
const requests = [...page.matchAll(/^```http\nPOST (\S+)\n(.+?)\n\n(.+?)^```$/gms)];
const CLOUD_EVENT = { 'content-type': 'application/cloudevents+json' };

const event = {
  specversion: '1.0',
  id: 'a',
  source: '/page',
  type: 'announcement.posted.v1',
  time: '2026-11-20T10:00:00Z',
  data: { text: { en: 'Hello' } },
};
const long = { text: { en: 'Hello', ru: 'x'.repeat(MAX_MESSAGE_BYTES) } };

/** One request for each code of the page's table, in its order; but for a database that is away. */
const refused: readonly (readonly [string, unknown, RequestHeaders?])[] = [
  ['request-invalid', { ...event, time: 'now' }],
  ['json-invalid', '{'],
  ['token-missing', event, { authorization: null }],
  ['token-malformed', event, { authorization: 'Bearer' }],
  ['not-allowed', event, await as({ subject: 'anna' })],
  ['source-not-allowed', { ...event, source: '/thanks' }],
  ['event-id-reused', { ...event, data: { text: { en: 'Goodbye' } } }],
  ['event-too-large', { ...event, data: long }],
  [
    'batch-too-large',
    Array.from({ length: 101 }, () => event),
    { 'content-type': 'application/cloudevents-batch+json' },
  ],
  ['body-too-large', 'x'.repeat(1024 * 1024 + 1)],
  ['content-type-unsupported', event, { 'content-type': 'application/json' }],
  ['content-encoding-unsupported', event, { ...CLOUD_EVENT, 'content-encoding': 'gzip' }],
  ['type-unknown', { ...event, type: 'menu.posted.v1' }],
  ['contract-violated', { ...event, data: {} }],
];

describe('docs/publish.md', () => {
  let system: RunningFeed;
  beforeAll(async () => (system = await startTogether()));
  afterAll(() => system.close());

  const publish = async (body: unknown, headers: RequestHeaders = CLOUD_EVENT): Promise<Answer> =>
    send('POST', `${system.intake}/events`, body, { ...(await as(publisher('/page'))), ...headers });

  it('shows requests that are taken, and what they say is in the feed', async () => {
    const { authorization } = await as(publisher('/canteen'));
    for (const [, path, head = '', body] of requests) {
      const headers = Object.fromEntries(
        head
          .replace('Bearer $FEED_TOKEN', authorization)
          .split('\n')
          .map((line) => line.split(': ') as [string, string]),
      );
      const answer = await send('POST', `${system.intake}${path}`, body, headers);
      expect(answer.status, JSON.stringify(answer.body)).toBe(202);
    }
    await eventually(async () => {
      const { items } = await readFeed(system.feed, { type: 'announcement.posted' });
      expect(items.map(({ message }) => message.text).toSorted()).toEqual([
        'Café closes at three',
        'The soup is gone',
        'There is pie instead',
        'There is soup today',
      ]);
    });
  });

  it('shows a binary message for RabbitMQ that is an event', () => {
    const [, head = '', body = ''] = /^exchange: (.+?)^body: (.+?)^```$/ms.exec(page) ?? [];
    const headers = Object.fromEntries(
      [...head.matchAll(/(cloudEvents_\w+) +(.+)/g)].map(([, name = '', value]) => [name, value]),
    );
    const message = { contentType: 'application/json', headers, body: Buffer.from(body) };
    expect(decodeMessage(message)).toMatchObject([{ id: 'menu-20', subject: 'menu/20', source: '/canteen' }]);
  });

  it('tells each code with which events are refused', async () => {
    expect((await publish(event)).status).toBe(202);
    const codes = [];
    for (const [, body, headers] of refused) {
      const answer = await publish(body, headers);
      codes.push(`${answer.status} ${String(answer.body['code'])}`);
    }
    const told = [...page.matchAll(/^\| (\d{3}) \| (.+?) \|/gm)].flatMap(([, status, names = '']) =>
      [...names.matchAll(/`(.+?)`/g)].map(([, name]) => `${status} ${name}`),
    );
    expect([...codes, '503 database-unavailable']).toEqual(told);
    expect(codes.map((code) => code.slice(4))).toEqual(refused.map(([code]) => code));
  });
});
