import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#lib/testing';
import { expectProblem, get, post } from './support/http.js';
import { StandaloneProcess } from './support/standalone-process.js';
import { WorkspaceCopy } from './support/workspace-copy.js';

const root = join(import.meta.dirname, '..');
const GENERATOR = 'dist/tools/new-source/new-source.js';
const PAGE = 'docs/add-a-source.md';
/** Specs of the source, of what its event needs, and of the files that list all sources. */
const OWN = ['apps/anniversaries', 'libs/contracts', 'libs/cards'];
const LISTS = [
  'apps/standalone',
  'test/workspace',
  'test/deployment',
  'test/docs',
  'test/api-docs',
  'test/broker-users',
];

let copy: WorkspaceCopy;
let dataDir: string;
const generate = (...args: string[]) => copy.run('node', join(root, GENERATOR), ...args);

// Whoever has followed the page to the letter has that source.
describe.skipIf(existsSync(join(root, 'apps/anniversaries')))('a new source', () => {
  beforeAll(async () => {
    copy = await WorkspaceCopy.make();
    dataDir = await mkdtemp(join(tmpdir(), 'company-feed-'));
  });
  afterAll(async () => {
    await copy.remove();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('is made by npm run new:source', async () => {
    const { scripts } = JSON.parse(await copy.read('package.json')) as { scripts: Record<string, string> };
    expect(scripts['new:source']).toContain(GENERATOR);
  });

  it('is refused under a name that cannot be, with nothing changed', async () => {
    for (const name of ['Anniversaries', 'thanks', 'employees', 'feed', '../elsewhere']) {
      const { code, output } = await generate('--name', name);
      expect(code, output).toBe(1);
      expect(output).toContain(`new:source: --name "${name}": `);
    }
    expect(await copy.changed()).toEqual([]);
  });

  it('is refused where a place for it is missing, with nothing changed', async () => {
    const script = await copy.read('.env.example');
    await writeFile(copy.path('.env.example'), script.replace('FEED_PROJECTOR', 'PROJECTOR'));
    const { code, output } = await generate('--name', 'anniversaries');
    expect(code, output).toBe(1);
    expect(output).toContain(
      '.env.example: looked for a line that begins with «FEED_PROJECTOR_DB_PASSWORD=»',
    );
    expect(await copy.changed()).toEqual(['.env.example']);
    await writeFile(copy.path('.env.example'), script);
  });

  it('passes the checks as it was made', async () => {
    const { code, output } = await generate('--name', 'anniversaries', '--event', 'anniversary.reached');
    expect(code, output).toBe(0);
    const changed = await copy.changed();
    const told = changed.map((file) => file.replace(/^docs\/api\/.*/, 'docs/api'));
    expect(told).toContain('docs/api');
    for (const file of told) expect(output).toContain(`  ${file}\n`);
    expect(changed.filter((file) => /^apps\/feed-(projector|api)\//.test(file))).toEqual([]);
    await expectChecked(...OWN, ...LISTS);
  });

  it('shows its first event in every language', async () => {
    await withStandalone('made', async (url) => {
      const employeeId = await hireAnna(url);
      expect((await post(`${url}/anniversaries`, { employeeId })).status).toBe(201);
      await expectShown(url, 'en', 'Anna Ivanova: anniversary reached');
      await expectShown(url, 'ru', 'Anna Ivanova, новое событие: anniversary reached');
    });
  });

  it(`becomes what ${PAGE} tells, in as few lines as it says`, async () => {
    await copy.remember();
    const page = await copy.read(PAGE);
    const files = filesOf(page);
    expect(files.filter(([path]) => !existsSync(copy.path(path)))).toEqual([]);
    for (const [path, text] of files) await writeFile(copy.path(path), text);

    const added = await copy.linesAdded();
    expect(Object.keys(added).toSorted()).toEqual(files.map(([path]) => path).toSorted());
    const total = Object.values(added).reduce((sum, lines) => sum + lines, 0);
    const [, told] = /(\d+) lines by hand in six files/.exec(page) ?? [];
    expect(total).toBe(Number(told));
    expect(files).toHaveLength(6);
    expect(total).toBeLessThan(60);
    await expectDone('vitest', 'run', '--project', 'unit', 'test/api-docs', '--update');
    await expectChecked(...OWN);
  });

  it('shows what happened in the words of its card, and keeps its rules', async () => {
    await withStandalone('written', async (url) => {
      const anniversary = { employeeId: await hireAnna(url), years: 5 };
      const answer = await post(`${url}/anniversaries`, anniversary);
      expect(answer.body).toEqual({ id: `${anniversary.employeeId}.5`, version: 1 });
      await expectShown(url, 'en', 'Anna Ivanova has been with us for 5 years');
      await expectShown(url, 'ru', 'Anna Ivanova с нами уже 5 лет');
      expectProblem(await post(`${url}/anniversaries`, anniversary), 409, 'exists-already');
      const third = await post(`${url}/anniversaries`, { ...anniversary, years: 3 });
      expectProblem(third, 422, 'anniversary-not-celebrated');
    });
  });
});

/** Builds, and checks as `npm run check` does what has changed. */
async function expectChecked(...specs: readonly string[]): Promise<void> {
  const changed = await copy.changed();
  const code = changed.filter((file) => file.endsWith('.ts'));
  await expectDone('node', 'tools/prepare.mjs');
  await Promise.all([
    expectDone('oxfmt', '--check', ...changed),
    expectDone('oxlint', '--type-aware', '--type-check', '--deny-warnings', ...code),
    expectDone('depcruise', 'apps', 'libs'),
    expectDone('vitest', 'run', '--project', 'unit', ...specs),
  ]);
}

async function expectDone(program: string, ...args: readonly string[]): Promise<void> {
  const { code, output } = await copy.run(program, ...args);
  expect(code, `${program}:\n${output}`).toBe(0);
}

/** The files that the page shows whole: a path on a line, and a block of code. */
function filesOf(page: string): [path: string, text: string][] {
  const blocks = page.matchAll(/^(?:.*, )?`([\w./-]+)`:\n\n```\w+\n([^]*?)^```$/gm);
  return [...blocks].map(([, path = '', text = '']) => [path, text]);
}

async function withStandalone(folder: string, test: (url: string) => Promise<void>): Promise<void> {
  const main = copy.path('dist/apps/standalone/src/main.js');
  const standalone = await StandaloneProcess.on(join(dataDir, folder), main);
  try {
    await standalone.start();
    await test(standalone.url);
  } finally {
    await standalone.end('SIGTERM');
  }
}

async function hireAnna(url: string): Promise<string> {
  const { body } = await post(`${url}/employees`, { name: 'Anna Ivanova', position: 'Engineer' });
  return String(body['id']);
}

async function expectShown(url: string, language: string, text: string): Promise<void> {
  await eventually(async () => {
    const { body } = await get(`${url}/feed`, { 'accept-language': language });
    const [newest] = body['items'] as unknown as { message: { text: string } }[];
    expect(newest?.message.text).toBe(text);
  });
}
