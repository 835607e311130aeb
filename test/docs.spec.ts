import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { sourceConfig } from '#lib/event-source';
import { loadConfig } from '#lib/service';
import { feedApiConfig } from '../apps/feed-api/src/feed-api.config.js';
import { feedProjectorConfig } from '../apps/feed-projector/src/feed-projector.config.js';
import { portalConfig } from '../apps/portal/src/portal.config.js';
import { standaloneConfig } from '../apps/standalone/src/standalone.config.js';
import { proseOf, rowsOf, sectionOf, tableOf, unquoted } from './support/markdown.js';

const root = join(import.meta.dirname, '..');
const readme = textOf('README.md');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'examples/README.md',
  ...filesBeneath('docs').filter((file) => file.endsWith('.md')),
];
const decisions = pages.filter((page) => page.startsWith('docs/adr/'));

describe.each(['docs/one-event.md', 'docs/threat-model.md'])('%s', (page) => {
  const named = pathsIn(textOf(page));

  it('names files that exist', () => {
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe("the README's promises", () => {
  const promises = rowsOf(sectionOf(readme, '## Promises'));

  it('each have a test that npm test runs', () => {
    expect(promises.length).toBeGreaterThan(10);
    for (const [promise = '', tests = ''] of promises) {
      const files = pathsIn(tests);
      expect(files, promise).not.toEqual([]);
      const missing = files.filter((file) => !file.endsWith('spec.ts') || !existsSync(join(root, file)));
      expect(missing, promise).toEqual([]);
    }
  });
});

describe("the README's configuration table", () => {
  const configuration = sectionOf(readme, '### Configuration');
  const [header = [], ...rows] = tableOf(configuration);
  const apps: readonly [string, z.ZodObject][] = [
    ['sources', sourceConfig],
    ['feed-projector', feedProjectorConfig],
    ['feed-api', feedApiConfig],
    ['portal', portalConfig],
    ['standalone', standaloneConfig],
  ];
  const sources = readdirSync(join(root, 'apps')).filter((app) => !header.includes(app));

  it('has a column for each app that is no source', () => {
    expect(header.slice(1, -1)).toEqual(apps.map(([name]) => name));
  });

  it.each(sources)('stands below the port of %s', (source) => {
    const [, number] = /PORT: port\(\)\.default\((\d+)\)/.exec(textOf(`apps/${source}/src/main.ts`)) ?? [];
    expect(configuration).toContain(`\`${source}\` ${number}`);
  });

  it.each(apps)('names what %s reads, and its defaults', (name, schema) => {
    const column = header.indexOf(name);
    const told = rows.map((row): [string, string] => [unquoted(row[0]), row[column] ?? '']);
    const documented = Object.fromEntries(told.filter(([, value]) => value !== '–'));
    const own = name === 'sources' && { PORT: 'own' };
    expect(documented).toEqual({ ...settingsOf(schema), ...own });
  });
});

describe('docs/operations.md', () => {
  it('names every metric, and none that does not exist', () => {
    const rows = rowsOf(sectionOf(textOf('docs/operations.md'), '## Metrics'));
    expect(rows.map(([name]) => unquoted(name)).toSorted()).toEqual(metricsInCode().toSorted());
  });
});

describe('docs/adr', () => {
  it.each(decisions)('%s says why, what, and what of it, on one screen', (page) => {
    const lines = textOf(page).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.startsWith('## '))).toEqual([
      '## Context',
      '## Decision',
      '## Consequences',
    ]);
  });

  it('is numbered without gaps, in names and in titles', () => {
    const numbers = decisions.map((page) => /^# (\d{4})\. /.exec(textOf(page))?.[1] ?? '').toSorted();
    expect(numbers).toEqual(decisions.map((_, n) => String(n + 1).padStart(4, '0')));
    expect(numbers).toEqual(decisions.map((page) => page.slice(9, 13)).toSorted());
  });
});

describe('a link', () => {
  it.each(pages)('of %s leads somewhere', (page) => {
    const links = [...proseOf(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => !/^https?:/.test(link) && !resolves(page, link));
    expect(broken).toEqual([]);
  });
});

describe('docs/glossary.md', () => {
  it('is in the order of the alphabet', () => {
    const words = [...textOf('docs/glossary.md').matchAll(/^- \*\*([^*]+)\*\*/gm)].map(
      ([, word = '']) => word,
    );
    expect(words.length).toBeGreaterThan(20);
    expect(words).toEqual(words.toSorted((a, b) => a.localeCompare(b, 'en')));
  });
});

/** Every setting with its default, as the table writes it. */
function settingsOf(schema: z.ZodObject): Record<string, string> {
  const isRequired = (name: string) => !(schema.shape[name] as z.ZodType).safeParse(undefined).success;
  const url = { DATABASE_URL: 'postgres://a/b', AMQP_URL: 'amqp://a', OIDC_ISSUER: 'https://a' };
  const given = Object.entries({ ...url, OIDC_AUDIENCE: 'feed', KEY_ENCRYPTION_KEY: 'A'.repeat(43) }).filter(
    ([name]) => name in schema.shape && isRequired(name),
  );
  const settings = loadConfig(schema, Object.fromEntries(given)) as Record<string, string | undefined>;
  const written = (name: string) => (isRequired(name) ? 'required' : String(settings[name] ?? '') || 'unset');
  return Object.fromEntries(Object.keys(schema.shape).map((name) => [name, written(name)]));
}

function metricsInCode(): string[] {
  const sources = ['apps', 'libs']
    .flatMap(filesBeneath)
    .filter((file) => /\/src\/.*(?<!spec)\.ts$/.test(file));
  return sources.flatMap((file) => {
    const code = textOf(file);
    const names = [...code.matchAll(/\b(?:name: |NAME = )'([a-z_]+)'/g)].map(([, name = '']) => name);
    const made = [...code.matchAll(/\bnew (?:Counter|Gauge|Histogram|Summary)\(/g)].length;
    if (made > 0) expect(names, `the names of the metrics in ${file}`).toHaveLength(made);
    return made > 0 ? names : [];
  });
}

function resolves(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || anchorsOf(textOf(file)).includes(anchor);
}

function anchorsOf(text: string): string[] {
  const titles = [
    ...proseOf(text)
      .toLowerCase()
      .matchAll(/^#+ (.+)$/gm),
  ].map(([, title = '']) => title);
  return titles.map((title) => title.replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));
}

/** Backticked paths of files: with a folder, and an ending. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)+\.[a-z]+)`/g)].map(([, path = '']) => path);
}

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function filesBeneath(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
    (path) => `${folder}/${path}`,
  );
}
