import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Controller, type DynamicModule, Get } from '@nestjs/common';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPerson, aSource, everybody, KeysUnavailable, LocalIssuer, role, signedIn } from '#lib/identity';
import { type Sample, startSample } from '../../test/start-sample.js';
import { Allow, CurrentIdentity, CurrentPerson, type Identity } from '../index.js';

@Controller()
class DoorsController {
  @Get('open')
  @Allow(everybody)
  open() {
    return {};
  }

  @Get('signed-in')
  @Allow(signedIn)
  signedIn(@CurrentIdentity() { subject, roles, groups }: Identity) {
    return { subject, roles: [...roles], groups };
  }

  @Get('person')
  @Allow(aPerson)
  person(@CurrentPerson() personId: string) {
    return { personId };
  }

  @Get('source')
  @Allow(aSource)
  source(@CurrentIdentity() { source }: Identity) {
    return { source };
  }

  @Get('role')
  @Allow(role('hr', 'org'))
  role() {
    return {};
  }
}

@Controller()
class ForgottenController {
  @Get('forgotten')
  forgotten() {
    return {};
  }
}

const moduleWith = (controller: new () => object) =>
  class DoorsModule {
    static register(): DynamicModule {
      return { module: DoorsModule, controllers: [controller] };
    }
  };

let folder: string;
let issuer: LocalIssuer;
let service: Sample;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'company-feed-doors-'));
  issuer = await LocalIssuer.open(folder);
  service = await startSample({ verifier: issuer }, moduleWith(DoorsController));
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

interface Got {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly challenge: string | undefined;
}

/** By node:http, which sends a header twice when it is told so. */
async function ask(path: string, ...authorization: string[]): Promise<Got> {
  const headers = authorization.flatMap((value) => ['authorization', value]);
  return new Promise((resolve, reject) => {
    const sent = request(`${service.url}${path}`, { headers: ['host', 'a', ...headers] }, (answer) => {
      text(answer).then(
        (body) =>
          resolve({
            status: answer.statusCode!,
            body: body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {},
            challenge: answer.headers['www-authenticate'],
          }),
        reject,
      );
    });
    sent.on('error', reject).end();
  });
}

const bearer = async (...persona: Parameters<LocalIssuer['issue']>): Promise<string> =>
  `Bearer ${await issuer.issue(...persona)}`;

describe('a route', () => {
  it('that is open is answered whoever asks, with whatever token', async () => {
    expect((await ask('/open')).status).toBe(200);
    expect((await ask('/open', 'Bearer nonsense')).status).toBe(200);
    expect((await ask('/health/ready')).status).toBe(200);
  });

  it('that is for whoever is signed in knows who that is', async () => {
    const anna = await bearer({ subject: 'anna', roles: ['hr'], groups: ['engineers'] });
    const { status, body, challenge } = await ask('/signed-in', anna);
    expect(status).toBe(200);
    expect(body).toEqual({ subject: 'anna', roles: ['hr'], groups: ['engineers'] });
    expect(challenge).toBeUndefined();
  });

  it.each([
    ['/person', { subject: 'anna' }, { subject: 'payroll', source: '/payroll' }],
    ['/source', { subject: 'payroll', source: '/payroll' }, { subject: 'anna' }],
    ['/role', { subject: 'anna', roles: ['org'] as const }, { subject: 'boris', roles: ['editor'] as const }],
    [
      '/metrics',
      { subject: 'oleg', roles: ['operator'] as const },
      { subject: 'anna', roles: ['hr'] as const },
    ],
  ])('%s answers who may call it, and refuses who may not', async (path, may, mayNot) => {
    expect((await ask(path, await bearer(may))).status).toBe(200);
    expect(await ask(path, await bearer(mayNot))).toMatchObject({
      status: 403,
      body: { code: 'not-allowed' },
    });
    expect((await ask(path)).status).toBe(401);
  });

  it('that says nothing keeps the service from starting', async () => {
    await expect(startSample({ verifier: issuer }, moduleWith(ForgottenController))).rejects.toThrow(
      'GET /forgotten does not say who may call it: @Allow(…)',
    );
  });
});

describe('a request', () => {
  const anna = { subject: 'anna' };
  it.each([
    ['without a token', [], 'token-missing'],
    ['with another scheme', ['Basic YW5uYTphbm5h'], 'token-malformed'],
    ['with a token that is none', ['Bearer nonsense'], 'token-malformed'],
    ['with an empty token', ['Bearer '], 'token-malformed'],
  ])('%s is answered 401, and told how to sign in', async (_, headers, code) => {
    const { status, body, challenge } = await ask('/signed-in', ...headers);
    expect({ status, code: body['code'], challenge }).toEqual({ status: 401, code, challenge: 'Bearer' });
  });

  it('with two tokens is refused, though both are good', async () => {
    const token = await bearer(anna);
    expect(await ask('/signed-in', token, token)).toMatchObject({
      status: 401,
      body: { code: 'token-malformed' },
    });
  });

  it('with a token that was changed, or is over, is refused and logged without the token', async () => {
    const [over, good] = [await bearer(anna, -1), await bearer(anna)];
    expect((await ask('/signed-in', over)).body['code']).toBe('token-expired');
    const [head, , signature] = good.split('.');
    const forged = `${head}.${Buffer.from('{"sub":"boss"}').toString('base64url')}.${signature}`;
    expect((await ask('/signed-in', forged)).body['code']).toBe('token-signature-wrong');
    const lines = service.lines.filter(({ msg }) => msg === 'refused: token');
    expect(lines.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['token-expired', 'token-signature-wrong']),
    );
    expect(JSON.stringify(service.lines)).not.toContain(over.split('.')[1]);
  });

  it('of somebody else with the same name, signed by themselves, is refused', async () => {
    const other = await mkdtemp(join(tmpdir(), 'company-feed-doors-'));
    const theirs = await (await LocalIssuer.open(other)).issue(anna);
    await rm(other, { recursive: true });
    expect((await ask('/signed-in', `Bearer ${theirs}`)).body['code']).toBe('token-signature-wrong');
    const secret = new TextEncoder().encode('a secret that everybody knows, 32');
    const shared = await new SignJWT(anna).setProtectedHeader({ alg: 'HS256' }).sign(secret);
    expect((await ask('/signed-in', `Bearer ${shared}`)).body['code']).toBe('token-algorithm-refused');
  });

  it('is answered 503 while it cannot be told who asks', async () => {
    const verifier = { verify: () => Promise.reject(new KeysUnavailable('gone')) };
    const blind = await startSample({ verifier }, moduleWith(DoorsController));
    const answer = await fetch(`${blind.url}/signed-in`, { headers: { authorization: 'Bearer a.b.c' } });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'keys-unavailable' });
    await blind.close();
  });
});
