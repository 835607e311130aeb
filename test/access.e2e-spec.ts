import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from '#lib/identity';
import { BatchServer } from '#lib/messaging';
import { createService, loadConfig, type Service } from '#lib/service';
import { createTestDatabase, KEY_ENCRYPTION_KEY, NO_RATE_LIMITS, testTokens } from '#lib/testing';
import { standaloneConfig } from '../apps/standalone/src/standalone.config.js';
import { StandaloneModule } from '../apps/standalone/src/standalone.module.js';

/** What answers without a token, besides `/docs`: probes, what describes the events, and the pages, which have nothing of anybody. */
const OPEN = [
  'GET /',
  'GET /assets/:file',
  'GET /asyncapi.json',
  'GET /entries/:entryId',
  'GET /health/live',
  'GET /health/ready',
  'GET /schemas',
  'GET /schemas/:type',
  'GET /tag/:file',
];
/** What is everybody's who is signed in, and so has an answer for a person without any role. */
const FOR_ALL = [
  /^GET \/feed/,
  /^PUT \/feed\/marker/,
  /^(POST|DELETE) \/feed\/subscriptions/,
  /^(GET|POST|DELETE) \/thanks/,
  /^(PUT|DELETE) \/feed\/:entryId\/reactions/,
  /^GET \/(employees|departments|teams)/,
];

interface Route {
  readonly method: string;
  readonly url: string;
}

let service: Service;
let drop: () => Promise<void>;
let routes: readonly Route[];
beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  const env = {
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...NO_RATE_LIMITS,
    DATABASE_URL: database.url,
    KEY_ENCRYPTION_KEY,
  };
  const { issuer: verifier } = await testTokens();
  service = await createService(StandaloneModule, loadConfig(standaloneConfig, env), {
    transport: BatchServer,
    verifier,
  });
  const all = routesOf(service.app.getHttpAdapter().getInstance());
  routes = all.filter(({ url }) => !/^\/docs(-json|\/.*)?$/.test(url));
}, 120_000);
afterAll(async () => {
  await service.close();
  await drop();
}, 60_000);

/** As the running server prints them: a tree, in which each line goes on where the one above it ends. */
function routesOf(instance: FastifyInstance): Route[] {
  const parents: string[] = [];
  const lines = instance.printRoutes({ commonPrefix: false }).split('\n');
  return lines.flatMap((line) => {
    const [, indent, part, methods] = /^([│├└─ ]*)(\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    if (part === undefined) return [];
    const depth = indent!.length / 4;
    const url = (depth > 1 ? parents[depth - 1]! : '') + part;
    parents[depth] = url;
    const answered = methods?.split(', ').filter((method) => method !== 'HEAD' && method !== 'OPTIONS') ?? [];
    return answered.map((method) => ({ method, url }));
  });
}

const nameOf = ({ method, url }: Route): string => `${method} ${url}`;

async function ask(
  { method, url }: Route,
  headers: Record<string, string> = {},
): Promise<{ status: number; code: unknown }> {
  const path = url.replaceAll(/:\w+/g, '7');
  const answer = await fetch(`${service.url}${path}`, { method, headers, redirect: 'manual' });
  const body = await answer.text();
  const { code } = (body.startsWith('{') ? JSON.parse(body) : {}) as { code?: unknown };
  return { status: answer.status, code };
}

describe('every route of every app', () => {
  it('is known to this spec', () => {
    expect(routes.length).toBeGreaterThan(50);
    for (const known of [
      'POST /employees',
      'DELETE /thanks/:id',
      'POST /operator/parked/:id/skip',
      'GET /metrics',
    ])
      expect(routes.map(nameOf)).toContain(known);
  });

  it('is closed to who does not sign in, but for probes and documentation', async () => {
    const open = [];
    for (const route of routes) {
      const { status, code } = await ask(route);
      if (status === 401) expect(code).toBe('token-missing');
      else open.push(nameOf(route));
    }
    expect(open.toSorted()).toEqual(OPEN);
  });

  it.each([
    ['is none', 'Bearer hello', 'token-malformed'],
    [
      'is unsigned',
      `Bearer ${unsigned({ sub: 'chief', roles: ['operator', 'hr'] })}`,
      'token-algorithm-refused',
    ],
  ])('is closed to who has a token that %s', async (_, authorization, code) => {
    for (const route of routes.filter((candidate) => !OPEN.includes(nameOf(candidate))))
      expect({ route: nameOf(route), ...(await ask(route, { authorization })) }).toEqual({
        route: nameOf(route),
        status: 401,
        code,
      });
  });

  it('is closed to a person without the role that it is for, and to a service', async () => {
    const tokens = await testTokens();
    const nobody = await tokens.as({ subject: 'nobody' });
    const payroll = await tokens.as({ subject: 'payroll', source: '/payroll' });
    for (const route of routes) {
      const name = nameOf(route);
      if (OPEN.includes(name) || FOR_ALL.some((theirs) => theirs.test(name))) continue;
      expect({ name, ...(await ask(route, nobody)) }).toEqual({ name, status: 403, code: 'not-allowed' });
      if (name === 'POST /events') continue;
      expect({ name, ...(await ask(route, payroll)) }).toEqual({ name, status: 403, code: 'not-allowed' });
    }
  });
});

function unsigned(payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ iss: LOCAL_ISSUER, aud: LOCAL_AUDIENCE, exp: 9e9, ...payload })}.`;
}
