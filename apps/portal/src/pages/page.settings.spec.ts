import { describe, expect, it } from 'vitest';
import { ConfigFault, loadConfig } from '#lib/service';
import { pagesConfig } from '../portal.config.js';
import { originsOf, settingsOf } from './page.settings.js';

const told = (env: Record<string, string>, issuer?: string) =>
  settingsOf(loadConfig(pagesConfig, env), issuer);

describe('the pages', () => {
  it('ask where they are from, and let people be whom they want, unless they are told otherwise', () => {
    const settings = told({});
    expect(settings).toEqual({ feedUrl: '', commandUrls: {}, signIn: { by: 'personas' } });
    expect(originsOf(settings)).toEqual([]);
  });

  it('ask others where they are told to, and connect to no more', () => {
    const settings = told(
      {
        FEED_URL: 'https://feed.example/api/',
        COMMAND_URLS: 'employees=https://hr.example, thanks=https://feed.example/thanks',
        SIGN_IN_CLIENT_ID: 'portal',
      },
      'https://id.example/realms/staff',
    );
    expect(settings).toEqual({
      feedUrl: 'https://feed.example/api',
      commandUrls: { employees: 'https://hr.example', thanks: 'https://feed.example/thanks' },
      signIn: {
        by: 'provider',
        issuer: 'https://id.example/realms/staff',
        clientId: 'portal',
        scope: 'openid profile',
      },
    });
    expect(originsOf(settings)).toEqual(['https://feed.example', 'https://hr.example', 'https://id.example']);
  });

  it('ask for a token where the provider does not know them', () => {
    expect(told({}, 'https://id.example').signIn).toEqual({ by: 'token' });
  });

  it.each([
    ['FEED_URL', 'feed.example'],
    ['FEED_URL', 'javascript:alert(1)'],
    ['FEED_URL', 'https://feed.example?a=b'],
    ['COMMAND_URLS', 'hire=https://hr.example'],
    ['COMMAND_URLS', 'employees=hr.example'],
  ])('are told nothing that is no address: %s=%s', (name, value) => {
    expect(() => told({ [name]: value })).toThrow(ConfigFault);
  });
});
