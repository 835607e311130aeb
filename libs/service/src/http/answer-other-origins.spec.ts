import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../../test/start-sample.js';
import { ConfigFault, loadConfig } from '../config/load-config.js';
import { httpConfig } from '../config/http-config.js';

const PORTAL = 'https://portal.example';
const ELSEWHERE = 'https://portal.example.evil.example';
const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'authorization',
};

/** What an answer says to browsers about pages from elsewhere. */
async function ask(sample: Sample, path: string, method: string, headers: Record<string, string> = {}) {
  const answer = await fetch(sample.url + path, { method, headers });
  const said = Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith('access-control-')));
  const body = await answer.text();
  const { code } = (body.startsWith('{') ? JSON.parse(body) : {}) as { code?: unknown };
  return { status: answer.status, said, code, vary: answer.headers.get('vary') };
}

describe('pages of an origin that is configured', () => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await startSample({}, undefined, { CORS_ORIGINS: `http://localhost:5173, ${PORTAL}` });
  });
  afterAll(() => sample.close());

  it('may ask for whatever their reader may, with a token that they send themselves', async () => {
    const { status, said } = await ask(sample, '/things', 'OPTIONS', { origin: PORTAL, ...PREFLIGHT });
    expect(status).toBe(204);
    expect(said).toMatchObject({
      'access-control-allow-origin': PORTAL,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
      'access-control-allow-headers': expect.stringContaining('Authorization') as string,
      'access-control-max-age': '600',
    });
    expect(said).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each([
    ['an answer', '/things/7', 200],
    ['a refusal', '/metrics', 401],
    ['a path that there is not', '/nowhere', 404],
    ['a fault', '/things/broken', 500],
  ])('may read %s, and the headers that matter', async (_, path, status) => {
    const answer = await ask(sample, path, 'GET', { origin: PORTAL });
    expect(answer).toMatchObject({ status, vary: expect.stringMatching(/origin/i) as string });
    expect(answer.said).toMatchObject({
      'access-control-allow-origin': PORTAL,
      'access-control-expose-headers': expect.stringContaining('ETag') as string,
    });
    expect(answer.said).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each([ELSEWHERE, 'null', 'http://portal.example', `${PORTAL}:8443`])(
    'may not, when they are of %s',
    async (origin) => {
      expect(await ask(sample, '/things/7', 'GET', { origin })).toMatchObject({ status: 200, said: {} });
      expect(await ask(sample, '/things', 'OPTIONS', { origin, ...PREFLIGHT })).toMatchObject({
        status: 405,
        said: {},
      });
    },
  );

  it('change nothing about what there is, and what can be done with it', async () => {
    expect(await ask(sample, '/nowhere', 'GET')).toMatchObject({ status: 404, code: 'route-unknown' });
    const { status, code } = await ask(sample, '/things', 'OPTIONS', { origin: PORTAL });
    expect({ status, code }).toEqual({ status: 405, code: 'method-not-allowed' });
  });
});

it('without configuration, no page from elsewhere may read anything', async () => {
  const sample = await startSample();
  expect((await ask(sample, '/things/7', 'GET', { origin: PORTAL })).said).toEqual({});
  const preflight = await ask(sample, '/things', 'OPTIONS', { origin: PORTAL, ...PREFLIGHT });
  expect(preflight).toMatchObject({ status: 405, said: {} });
  await sample.close();
});

it.each([
  '*',
  'null',
  `${PORTAL}/`,
  `${PORTAL}/feed`,
  'portal.example',
  'http://portal.example',
  'https://*.example',
  '',
])('a service does not start with %j among the origins', (origin) => {
  const load = (): unknown => loadConfig(httpConfig, { CORS_ORIGINS: `${PORTAL},${origin}` });
  expect(load).toThrow(ConfigFault);
  expect(load).toThrow('CORS_ORIGINS: must be origins like https://portal.example, with commas');
});
