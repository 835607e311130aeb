import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OIDC_AUDIENCE, OidcServer } from '#lib/testing';
import { ALGORITHMS, defaultClaims, KeysUnavailable, oidcVerifier, type SignIn } from './index.js';

let provider: OidcServer;
beforeAll(async () => void (provider = await OidcServer.start()), 30_000);
afterAll(() => provider.goAway());

const signIn = (more: Partial<SignIn> = {}): SignIn => ({
  issuer: provider.issuer,
  audience: OIDC_AUDIENCE,
  algorithms: ALGORITHMS,
  clockSkewMs: 0,
  claims: { ...defaultClaims, roles: 'realm_access.roles', roleNames: new Map([['people-team', 'hr']]) },
  ...more,
});

describe('tokens of a provider', () => {
  it('say who somebody is, in the words of the configuration', async () => {
    const identity = await oidcVerifier(signIn()).verify(await provider.token());
    expect(identity).toEqual({
      subject: 'anna',
      personId: 'anna',
      roles: new Set(['hr']),
      groups: ['engineers'],
      expiresAt: expect.any(Number),
    });
  });

  it('are for us', async () => {
    const other = oidcVerifier(signIn({ audience: 'https://elsewhere.example' }));
    await expect(other.verify(await provider.token())).rejects.toMatchObject({
      code: 'token-audience-wrong',
    });
    const here = oidcVerifier(
      signIn({ issuer: 'https://elsewhere.example', keys: new URL(`${provider.issuer}/jwks`) }),
    );
    await expect(here.verify(await provider.token())).rejects.toMatchObject({ code: 'token-issuer-wrong' });
  });

  it('are signed with an algorithm that is allowed', async () => {
    const verifier = oidcVerifier(signIn({ algorithms: ['EdDSA'] }));
    await expect(verifier.verify(await provider.token())).rejects.toMatchObject({
      code: 'token-algorithm-refused',
    });
  });

  it('are believed without a break while the provider changes its key, and those of the key before as well', async () => {
    const verifier = oidcVerifier(signIn());
    const [first, old] = [await provider.token(), await provider.token()];
    await verifier.verify(first);
    let over = false;
    const asking = Array.from({ length: 4 }, async () => {
      let verified = 0;
      for (; !over; verified++) await verifier.verify(await provider.token());
      return verified;
    });
    for (let rotations = 0; rotations < 3; rotations++) {
      await sleep(300);
      await provider.rotate();
    }
    // The last key is not known before the verifier may ask again.
    await verifier.verify(await provider.token());
    over = true;
    for (const verified of await Promise.all(asking)) expect(verified).toBeGreaterThan(1);
    await verifier.verify(old);
  }, 60_000);

  it('are believed while the provider is away, by who knows its keys; who does not cannot tell', async () => {
    const [knows, asksFirst] = [oidcVerifier(signIn()), oidcVerifier(signIn())];
    // What was believed a moment ago is believed without a look at the keys.
    const [first, token, another] = [await provider.token(), await provider.token(), await provider.token()];
    await knows.verify(first);
    await provider.goAway();
    expect((await knows.verify(token)).subject).toBe('anna');
    // Also when the keys are so old that they would have been asked for again.
    const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11 * 60_000);
    expect((await knows.verify(another)).subject).toBe('anna');
    later.mockRestore();
    await expect(asksFirst.verify(token)).rejects.toThrow(KeysUnavailable);
    await provider.listen();
    expect((await asksFirst.verify(token)).subject).toBe('anna');
  });

  it('whose key nobody has published are refused', async () => {
    const verifier = oidcVerifier(signIn());
    const [head, ...rest] = (await provider.token()).split('.');
    const header = JSON.parse(Buffer.from(head!, 'base64url').toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...header, kid: 'none' })).toString('base64url');
    const forged = [other, ...rest].join('.');
    await expect(verifier.verify(forged)).rejects.toMatchObject({ code: 'token-key-unknown' });
  });
});
