import type { PagesConfig } from '../portal.config.js';

/** How somebody becomes signed in: as one of the personas, at a provider, or by a token that they have. */
export type SignIn =
  | { readonly by: 'personas' }
  | { readonly by: 'token' }
  | { readonly by: 'provider'; readonly issuer: string; readonly clientId: string; readonly scope: string };

/** What the pages are told. */
export abstract class PageSettings {
  abstract readonly feedUrl: string;
  abstract readonly commandUrls: Readonly<Record<string, string>>;
  abstract readonly signIn: SignIn;
}

export function settingsOf(config: PagesConfig, issuer: string | undefined): PageSettings {
  const { FEED_URL, COMMAND_URLS } = config;
  const commandUrls = COMMAND_URLS.map((entry) => {
    const [name = '', ...url] = entry.split('=');
    return [name, withoutSlash(url.join('='))];
  });
  return {
    feedUrl: withoutSlash(FEED_URL ?? ''),
    commandUrls: Object.fromEntries(commandUrls) as Record<string, string>,
    signIn: signInOf(config, issuer),
  };
}

/** Where else than to their own origin the pages may connect. */
export function originsOf({ feedUrl, commandUrls, signIn }: PageSettings): string[] {
  const urls = [feedUrl, ...Object.values(commandUrls), ...(signIn.by === 'provider' ? [signIn.issuer] : [])];
  return [...new Set(urls.filter((url) => url !== '').map((url) => new URL(url).origin))];
}

function signInOf(
  { SIGN_IN_CLIENT_ID: clientId, SIGN_IN_SCOPE: scope }: PagesConfig,
  issuer: string | undefined,
): SignIn {
  if (issuer === undefined) return { by: 'personas' };
  return clientId === undefined ? { by: 'token' } : { by: 'provider', issuer, clientId, scope };
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}
