import { Controller, Delete, type DynamicModule, Get, Post } from '@nestjs/common';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import fastify from 'fastify';
import { CHIEF, testTokens, type Tokens } from '#lib/testing';
import { type Sample, startSample } from '../../test/start-sample.js';
import { aSource, everybody, role, signedIn } from '#lib/identity';
import { ConfigFault, loadConfig } from '../config/load-config.js';
import { httpConfig } from '../config/http-config.js';
import { Allow } from './allow.js';
import { RateLimiter } from './rate-limiter.js';

@Controller()
class DoorsController {
  @Get('open')
  @Allow(everybody)
  open() {
    return {};
  }

  @Get('things')
  @Allow(signedIn)
  read() {
    return {};
  }

  @Delete('things')
  @Allow(signedIn)
  remove() {
    return {};
  }

  @Post('events')
  @Allow(aSource)
  publish() {
    return {};
  }

  @Get('secrets')
  @Allow(role('hr'))
  secrets() {
    return {};
  }
}

class DoorsModule {
  static register(): DynamicModule {
    return { module: DoorsModule, controllers: [DoorsController] };
  }
}

const FEW = {
  RATE_LIMIT_READS: '3',
  RATE_LIMIT_WRITES: '2',
  RATE_LIMIT_SERVICE: '4',
  RATE_LIMIT_ADDRESS: '5',
};

let tokens: Tokens;
beforeAll(async () => {
  tokens = await testTokens();
});
let service: Sample | undefined;
afterEach(() => service?.close());

async function start(env: Readonly<Record<string, string>> = FEW): Promise<void> {
  service = await startSample({ verifier: tokens.issuer }, DoorsModule, env);
}

type Headers = Readonly<Record<string, string>>;

async function ask(path: string, headers: Headers = {}, method = 'GET'): Promise<Response> {
  return fetch(service!.url + path, { method, headers });
}

/** The statuses of the same request, so many times. */
async function times(count: number, ...request: Parameters<typeof ask>): Promise<number[]> {
  const statuses = [];
  for (let n = 0; n < count; n++) statuses.push((await ask(...request)).status);
  return statuses;
}

const anna = (): Promise<Headers> => tokens.as({ subject: 'anna' });
const boris = (): Promise<Headers> => tokens.as({ subject: 'boris' });

describe('somebody who asks too often', () => {
  it('is told how often they may, and when to go on', async () => {
    await start();
    const first = await ask('/things', await anna());
    expect(first.headers.get('ratelimit-policy')).toBe('"reads";q=3;w=60');
    expect(first.headers.get('ratelimit')).toBe('"reads";r=2;t=60');
    expect(await times(2, '/things', await anna())).toEqual([200, 200]);
    const answer = await ask('/things', await anna());
    expect(answer.status).toBe(429);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('ratelimit')).toMatch(/^"reads";r=0;t=\d+$/);
    const wait = Number(answer.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await answer.json()).toMatchObject({
      status: 429,
      code: 'rate-limited',
      detail: `More than 3 requests in a minute. Go on in ${wait} s.`,
    });
  });

  it('can still write, and keeps nobody else from anything', async () => {
    await start();
    expect(await times(4, '/things', await anna())).toEqual([200, 200, 200, 429]);
    expect(await times(3, '/things', await anna(), 'DELETE')).toEqual([200, 200, 429]);
    expect(await times(1, '/things', await boris())).toEqual([200]);
    expect(await times(1, '/open')).toEqual([200]);
  });

  it('has one budget for what they may and may not do', async () => {
    await start();
    expect(await times(4, '/secrets', await anna())).toEqual([403, 403, 403, 429]);
    expect(await times(1, '/things', await anna())).toEqual([429]);
  });

  it('as a service has a budget of its own, whatever it does', async () => {
    await start();
    const payroll = await tokens.as({ subject: 'payroll', source: '/payroll' });
    expect(await times(3, '/events', payroll, 'POST')).toEqual([201, 201, 201]);
    expect(await times(2, '/things', payroll)).toEqual([200, 429]);
  });
});

describe('somebody who does not sign in', () => {
  it('is limited by address, on open paths and unknown ones', async () => {
    await start();
    expect(await times(3, '/open')).toEqual([200, 200, 200]);
    expect(await times(2, '/nowhere')).toEqual([404, 404]);
    expect(await times(1, '/open')).toEqual([429]);
    expect(await times(1, '/nowhere')).toEqual([429]);
  });

  it('cannot go on guessing, nor use up what is of another, nor fill the log', async () => {
    await start();
    const [head, , signature] = (await anna())['authorization']!.split('.');
    const guessed = Buffer.from('{"sub":"anna"}').toString('base64url');
    const forged = { authorization: `${head}.${guessed}.${signature}` };
    expect(await times(7, '/things', forged)).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await ask('/things', forged)).headers.get('www-authenticate')).toBeNull();
    expect(await times(1, '/things')).toEqual([429]);
    expect(await times(3, '/things', await anna())).toEqual([200, 200, 200]);
    expect(service!.lines.filter(({ msg }) => msg === 'refused: token')).toHaveLength(5);
  });

  it('is of the address that a trusted proxy tells, and of no other', async () => {
    await start({ ...FEW, RATE_LIMIT_ADDRESS: '1', TRUSTED_PROXIES: '10.0.0.0/8, 127.0.0.1' });
    const from = (chain: string): Headers => ({ 'x-forwarded-for': chain });
    expect(await times(2, '/open', from('192.0.2.1'))).toEqual([200, 429]);
    expect(await times(1, '/open', from('192.0.2.2, 10.1.1.1'))).toEqual([200]);
    expect(await times(1, '/open', from('198.51.100.7, 192.0.2.1'))).toEqual([429]);
    await service!.close();
    await start({ ...FEW, RATE_LIMIT_ADDRESS: '1' });
    expect(await times(1, '/open', from('192.0.2.1'))).toEqual([200]);
    expect(await times(1, '/open', from('192.0.2.2'))).toEqual([429]);
  });
});

describe('never limited', () => {
  it('are health and metrics', async () => {
    await start({ ...FEW, RATE_LIMIT_ADDRESS: '1', RATE_LIMIT_READS: '1' });
    expect(await times(3, '/health/ready')).toEqual([200, 200, 200]);
    expect(await times(3, '/metrics', await tokens.as(CHIEF))).toEqual([200, 200, 200]);
  });

  it('is anybody, where the limit is 0', async () => {
    await start({ RATE_LIMIT_READS: '0', RATE_LIMIT_ADDRESS: '0' });
    const answer = await ask('/things', await anna());
    expect(answer.headers.has('ratelimit')).toBe(false);
    expect((await ask('/open')).headers.has('ratelimit-policy')).toBe(false);
  });
});

it('remembers no more callers than it has room for, the latest', async () => {
  const instance = fastify({ trustProxy: true });
  const limits = { reads: 0, writes: 0, service: 0, address: 1 };
  const limiter = new RateLimiter(instance, limits, 2);
  instance.get('/', (request, reply) => limiter.countAddress(request, reply).then(() => 'well'));
  const from = async (address: string): Promise<number> =>
    (await instance.inject({ url: '/', headers: { 'x-forwarded-for': address } })).statusCode;
  expect([await from('192.0.2.1'), await from('192.0.2.2'), await from('192.0.2.2')]).toEqual([
    200, 200, 429,
  ]);
  expect([await from('192.0.2.3'), await from('192.0.2.2'), await from('192.0.2.1')]).toEqual([
    200, 429, 200,
  ]);
  await instance.close();
});

it.each(['10.0.0.0/33', 'loopback', '10.0.0', '::1/129', '10.0.0.0/8/8', '1.1.1.1/'])(
  'a service does not start with %j for a proxy',
  (proxy) => {
    const load = (): unknown => loadConfig(httpConfig, { TRUSTED_PROXIES: `::1,10.0.0.0/8,${proxy}` });
    expect(load).toThrow(ConfigFault);
    expect(load).toThrow('TRUSTED_PROXIES: must be addresses or networks like 10.1.2.3 or 10.0.0.0/8');
  },
);
