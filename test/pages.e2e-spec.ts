import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createService, loadConfig, type Service } from '#lib/service';
import { testTokens } from '#lib/testing';
import { portalConfig } from '../apps/portal/src/portal.config.js';
import { PortalModule } from '../apps/portal/src/portal.module.js';
import { expectProblem, get } from './support/http.js';

let service: Service;
beforeAll(async () => {
  const { issuer: verifier } = await testTokens();
  const env = {
    PORT: '0',
    LOG_LEVEL: 'silent',
    OIDC_ISSUER: 'https://id.example',
    OIDC_AUDIENCE: 'feed',
    FEED_URL: 'https://feed.example',
    SIGN_IN_CLIENT_ID: '"><script>',
  };
  service = await createService(PortalModule, loadConfig(portalConfig, env), { verifier });
}, 60_000);
afterAll(() => service.close());

const open = (path: string, headers: Record<string, string> = {}) => fetch(service.url + path, { headers });

describe('the page', () => {
  it('may run its own scripts, and connect to whom it was told to', async () => {
    const { headers } = await open('/entries/7');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')!.split(';').toSorted()).toEqual([
      "base-uri 'none'",
      "connect-src 'self' https://feed.example https://id.example",
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "require-trusted-types-for 'script'",
      "script-src 'self'",
      "style-src 'self'",
      'trusted-types lit-html',
    ]);
  });

  it('has neither scripts nor styles in it, whatever it is told', async () => {
    const html = await (await open('/')).text();
    expect(html).toContain('&quot;clientId&quot;:&quot;\\&quot;>&lt;script>&quot;');
    expect([...html.matchAll(/<script\b([^>]*)>([^<]*)/g)].map(([, , code]) => code)).toEqual(['']);
    expect(html).not.toMatch(/<style|style=|\son\w+=/);
  });

  it('is not sent again while it is the same', async () => {
    const etag = (await open('/')).headers.get('etag')!;
    const again = await open('/', { 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  it('loads what it names, which may be kept for ever', async () => {
    const html = await (await open('/')).text();
    const paths = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) {
      const { status, headers } = await open(path);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toContain('immutable');
      expect(headers.get('content-encoding')).toBe('gzip');
    }
  });

  it.each(['/assets/nothing.js', '/tag/nothing.js', '/tag/package.json'])('has no %s', async (path) => {
    expectProblem(await get(service.url + path), 404, 'not-found');
  });
});

describe('the tag', () => {
  it.each(['company-feed.js', 'company-feed.umd.js'])('may be loaded by any page: %s', async (file) => {
    const { headers } = await open(`/tag/${file}`, { origin: 'https://intranet.example' });
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'content-type': 'text/javascript; charset=utf-8',
    });
  });
});
