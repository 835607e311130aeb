import { z } from 'zod';
import { list, port, serviceConfig } from '#lib/service';

/** What commands are sent to, where that is not the feed. */
const TARGETS = ['employees', 'departments', 'thanks', 'reactions'] as const;
export type Target = (typeof TARGETS)[number];

/** `thanks=https://thanks.example` */
function target() {
  const says = `must be like thanks=https://thanks.example, with commas, of ${TARGETS.join(', ')}`;
  return z.string().refine((value) => {
    const [, name = '', url = ''] = /^(\w+)=(.+)$/.exec(value) ?? [];
    return (TARGETS as readonly string[]).includes(name) && isBase(url);
  }, says);
}

/** An address that paths are put behind. */
function base() {
  return z.string().refine(isBase, 'must be the URL of an API, https:// or http://, without a query');
}

function isBase(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, search, hash, username } = new URL(value);
  return /^https?:$/.test(protocol) && search + hash + username === '';
}

/**
 * What the pages have to know, all of it public.
 *
 * - `FEED_URL`: where a browser finds the API. Unset: where the page is from, as in standalone or behind a gateway.
 * - `COMMAND_URLS`: where a browser finds what takes commands, as far as that is not `FEED_URL`.
 * - `SIGN_IN_CLIENT_ID`: as whom the pages are known to the provider of `OIDC_ISSUER`, for people to sign in with (authorization
 *   code with PKCE). Unset: the page asks for a token.
 * - `SIGN_IN_SCOPE`: what is asked of the provider then.
 */
export const pagesConfig = z.object({
  FEED_URL: base().optional(),
  COMMAND_URLS: list(target()).default([]),
  SIGN_IN_CLIENT_ID: z.string().min(1).optional(),
  SIGN_IN_SCOPE: z.string().default('openid profile'),
});
export type PagesConfig = z.output<typeof pagesConfig>;

export const portalConfig = serviceConfig.extend(pagesConfig.shape).extend({ PORT: port().default(3008) });
export type PortalConfig = z.output<typeof portalConfig>;
