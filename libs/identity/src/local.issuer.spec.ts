import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LocalIssuer, oidcVerifier } from './index.js';
import { ALGORITHMS, defaultClaims } from './sign-in.js';

let folder: string;
beforeEach(async () => void (folder = join(await mkdtemp(join(tmpdir(), 'company-feed-issuer-')), 'issuer')));
afterEach(() => rm(join(folder, '..'), { recursive: true }));

it('keeps one key, whoever opens the folder and however many at once', async () => {
  const issuers = await Promise.all(Array.from({ length: 10 }, () => LocalIssuer.open(folder)));
  const tokens = await Promise.all(issuers.map((issuer) => issuer.issue({ subject: 'anna' })));
  const later = await LocalIssuer.open(folder);
  for (const token of tokens) expect((await later.verify(token)).personId).toBe('anna');
  expect((await readdir(folder)).toSorted()).toEqual(['jwks.json', 'key.json']);
});

it('publishes the open half of its key alone, and keeps the other from other users', async () => {
  const { environment } = await LocalIssuer.open(folder);
  const published = await readFile(new URL(environment.OIDC_JWKS_URL), 'utf8');
  const { d } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8')) as { d: string };
  expect(d.length).toBeGreaterThan(40);
  expect(published).not.toContain(d);
  expect((await stat(join(folder, 'key.json'))).mode & 0o077).toBe(0);
  expect((await stat(folder)).mode & 0o077).toBe(0);
});

it('is believed by whoever is told its environment', async () => {
  const issuer = await LocalIssuer.open(folder);
  const { OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL } = issuer.environment;
  const verifier = oidcVerifier({
    issuer: OIDC_ISSUER,
    audience: OIDC_AUDIENCE,
    keys: new URL(OIDC_JWKS_URL),
    algorithms: ALGORITHMS,
    clockSkewMs: 0,
    claims: defaultClaims,
  });
  const token = await issuer.issue({ subject: 'payroll', roles: ['hr'], source: '/payroll' });
  expect(await verifier.verify(token)).toEqual({
    subject: 'payroll',
    roles: new Set(['hr']),
    groups: [],
    source: '/payroll',
    expiresAt: expect.any(Number),
  });
  await expect(
    issuer.issue({ subject: '..' }).then((forged) => verifier.verify(forged)),
  ).rejects.toMatchObject({
    code: 'token-claim-wrong',
  });
});

it('is believed until its tokens end, also by who believed one a moment ago', async () => {
  const issuer = await LocalIssuer.open(folder);
  const token = await issuer.issue({ subject: 'anna' }, 20);
  expect((await issuer.verify(token)).personId).toBe('anna');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 21_000 });
  await expect(issuer.verify(token)).rejects.toMatchObject({ code: 'token-expired' });
  vi.useRealTimers();
});
