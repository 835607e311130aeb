import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../../test/start-sample.js';

const ON_DATA = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";

let sample: Sample;
beforeAll(async () => {
  sample = await startSample();
});
afterAll(() => sample.close());

describe('a browser', () => {
  it.each([
    ['what was asked for', '/things/7', 200],
    ['a refusal of the app', '/things/refused', 422],
    ['a fault of the app', '/things/broken', 500],
    ['a path that there is not', '/nowhere', 404],
    ['a refusal to sign in', '/metrics', 401],
    ['what fastify refuses', '/things/%E0%A4%A', 400],
  ])('may do nothing with %s but hand it to who asked', async (_, path, status) => {
    const { status: answered, headers } = await fetch(sample.url + path);
    expect(answered).toBe(status);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': ON_DATA,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('is told so of event streams too', async () => {
    const headers = await new Promise((resolve, reject) => {
      const asked = get(`${sample.url}/things/stream`, (answer) => {
        resolve(answer.headers);
        asked.destroy();
      }).on('error', reject);
    });
    expect(headers).toMatchObject({
      'content-type': 'text/event-stream',
      'content-security-policy': ON_DATA,
      'x-content-type-options': 'nosniff',
    });
  });

  it('is not told to insist on TLS, which is not ended here', async () => {
    const { headers } = await fetch(`${sample.url}/things/7`);
    expect(headers.has('strict-transport-security')).toBe(false);
  });
});

describe('the documentation', () => {
  it('is a page whose scripts and styles are its own, and may be loaded', async () => {
    const answer = await fetch(`${sample.url}/docs`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy.split(';').toSorted()).toEqual([
      "base-uri 'none'",
      "connect-src 'self'",
      "default-src 'none'",
      "font-src 'self' data:",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
    ]);
    const page = await answer.text();
    const scripts = [...page.matchAll(/<script([^>]*)>([^<]*)/g)];
    expect(scripts.length).toBeGreaterThan(0);
    expect(
      scripts.filter(([, attributes, code]) => !/ src="/.test(attributes!) || code!.trim() !== ''),
    ).toEqual([]);
    for (const [, path = ''] of page.matchAll(/ (?:src|href)="([^"]+)"/g)) {
      const loaded = await fetch(new URL(path, `${sample.url}/docs`));
      expect({ path, status: loaded.status, from: new URL(loaded.url).origin }).toEqual({
        path,
        status: 200,
        from: sample.url,
      });
    }
  });
});
