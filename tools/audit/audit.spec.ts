import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { auditVerdict } from './audit-verdict.js';

const ROOT = `${import.meta.dirname}/../..`;

/** What a registry tells of a package: npm asks which versions an advisory is about, and which of others need them. */
const packument = (name: string) => ({ name, versions: { '0.0.1': { name, version: '0.0.1' } } });

/** What npm writes about the packages of this very repository when a registry answers so. */
async function npmAudit(status: number, advisories: object): Promise<string> {
  const registry = createServer(({ method, url = '' }, answer) => {
    const said = method === 'POST' ? advisories : packument(decodeURIComponent(url.slice(1)));
    answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  registry.listen(0, '127.0.0.1');
  await once(registry, 'listening');
  const url = `--registry=http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  // Of its own, for npm remembers what it was told of a vulnerability.
  const cache = await mkdtemp(join(tmpdir(), 'company-feed-npm-'));
  const options = ['--json', '--omit=dev', '--fetch-retries=0', '--package-lock-only', `--cache=${cache}`];
  const npm = spawn('npm', ['audit', ...options, url], { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  const written = await text(npm.stdout);
  registry.closeAllConnections();
  registry.close();
  await rm(cache, { recursive: true, force: true });
  return written;
}

const advisory = (severity: string, vulnerable_versions = '*') => ({
  pino: [
    { id: 1, url: 'https://advisories.example/1', title: 'Writes too much', severity, vulnerable_versions },
  ],
});

describe('an audit', { timeout: 60_000 }, () => {
  it.each([
    ['high', 'vulnerable'],
    ['critical', 'vulnerable'],
    ['moderate', 'sound'],
  ])(
    'of packages with a known vulnerability that is %s finds them %s, and says why',
    async (severity, outcome) => {
      const verdict = auditVerdict(await npmAudit(200, advisory(severity)));
      expect(verdict).toMatchObject({ outcome });
      expect(verdict).toMatchObject({
        lines: expect.arrayContaining([
          `${severity}: pino *: Writes too much https://advisories.example/1`,
          `${severity}: fastify: by pino`,
        ]) as string[],
      });
    },
  );

  it('finds nothing wrong where nothing is known, of these versions', async () => {
    expect(auditVerdict(await npmAudit(200, {}))).toEqual({ outcome: 'sound', lines: [] });
    const ofOthers = await npmAudit(200, advisory('critical', '<1'));
    expect(auditVerdict(ofOthers)).toEqual({ outcome: 'sound', lines: [] });
  });

  it('is none when the registry does not answer it, or npm says nothing', async () => {
    expect(auditVerdict(await npmAudit(405, {}))).toMatchObject({
      outcome: 'not-audited',
      why: expect.stringContaining('405') as string,
    });
    for (const said of ['', 'null', '{}', '{"vulnerabilities":{}}', 'npm error'])
      expect(auditVerdict(said)).toMatchObject({ outcome: 'not-audited' });
  });
});
