import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OIDC_AUDIENCE, OidcServer } from '#lib/testing';
import { accessibilityFaults, Watched } from './support/browser.js';

let provider: OidcServer;
let watched: Watched;
beforeAll(async () => {
  watched = await Watched.start(async (url) => {
    provider = await OidcServer.start(`${url}/`);
    return {
      OIDC_ISSUER: provider.issuer,
      OIDC_AUDIENCE: OIDC_AUDIENCE,
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      OIDC_ROLE_NAMES: 'people-team=hr',
      SIGN_IN_CLIENT_ID: 'pages',
    };
  });
}, 180_000);
afterAll(async () => {
  await watched.end();
  await provider.goAway();
}, 60_000);

const signInButton = (page: Page) => page.getByRole('button', { name: 'Sign in' }).first();

describe('a page whose readers sign in at a provider', () => {
  it('asks who they are, and has the feed when they are back, where they were', async () => {
    const page = await watched.open('/?type=employee.hired');
    expect(await accessibilityFaults(page)).toEqual([]);
    await signInButton(page).click();
    await page.locator('input[name=login]').fill('anna');
    await page.locator('input[name=password]').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    expect(page.url()).toBe(`${watched.standalone.url}/?type=employee.hired`);
  });
  it('says why they are not signed in when the provider refuses', async () => {
    const page = await watched.open('/?type=employee.hired');
    await signInButton(page).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('alert').getByText('You are not signed in. The provider says: ').waitFor();
    expect(page.url()).toBe(`${watched.standalone.url}/?type=employee.hired`);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  it('believes no code that they have not asked for', async () => {
    const page = await watched.open('/?code=of-somebody-else&state=guessed');
    await signInButton(page).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('says when the provider cannot be reached', async () => {
    const page = await watched.open('/');
    await provider.goAway();
    await signInButton(page).click();
    await page.getByRole('alert').getByText('the provider cannot be reached').waitFor();
    await provider.listen();
  });
});
