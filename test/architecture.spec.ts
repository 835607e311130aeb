import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Rule {
  readonly name: string;
  readonly comment: string;
}

const root = join(import.meta.dirname, '..');
const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
  forbidden: readonly Rule[];
};
const libs = (await readdir(join(root, 'libs'))).filter((lib) => lib !== 'testing');

/** A file that breaks a rule: rule, where it is, what it imports. */
const violations: [rule: string, file: string, imports: string][] = [
  ['no-app-to-app', 'apps/feed-api/src/planted.mapper.ts', '../../employee-registrar/src/employee.js'],
  [
    'standalone-takes-modules',
    'apps/standalone/src/planted.text.ts',
    '../../employee-registrar/src/employee.js',
  ],
  [
    'feed-projector-knows-no-source',
    'apps/feed-projector/src/app.planted.ts',
    '../../employee-registrar/src/employee.js',
  ],
  ['feed-projector-knows-no-source', 'apps/feed-projector/src/lib.planted.ts', '#lib/event-source'],
  ['pages-run-in-browsers', 'apps/portal/web/planted-node.ts', 'node:fs'],
  ['pages-run-in-browsers', 'apps/portal/web/planted-server.ts', '../src/portal.config.js'],
  ['bare-files-are-pure', 'apps/employee-registrar/src/planted-nest.ts', '@nestjs/common'],
  ['bare-files-are-pure', 'apps/employee-registrar/src/planted-node.ts', 'node:fs'],
  ['bare-files-are-pure', 'apps/employee-registrar/src/planted-lib.ts', '#lib/service'],
  ['bare-files-are-pure', 'apps/feed-api/src/read-feed/planted-neighbour.ts', './read-feed.handler.js'],
  ['libs-never-import-apps', 'libs/service/src/planted-app.ts', '../../../apps/feed-api/src/reader.js'],
  ['libs-through-their-index', 'apps/feed-api/src/planted.reader.ts', '../../../libs/cards/src/render.js'],
  ['libs-through-their-index', 'libs/outbox/src/planted-deep.ts', '../../postgres/src/statement.js'],
  ['libs-by-their-name', 'libs/outbox/src/planted-path.ts', '../../postgres/src/index.js'],
  ['libs-have-a-direction', 'libs/planted/src/index.ts', '#lib/envelope'],
  ...libs.map((lib): [string, string, string] => [
    `libs-point-one-way-${lib}`,
    `libs/${lib}/src/planted-direction.ts`,
    lib === 'read-model' ? '#lib/service' : '#lib/read-model',
  ]),
  ...['decider', 'envelope', 'contracts', 'cards', 'client', 'tag'].map((lib): [string, string, string] => [
    `libs-stay-pure-${lib}`,
    `libs/${lib}/src/planted-purity.ts`,
    'node:crypto',
  ]),
  ['testing-only-in-specs', 'apps/feed-api/src/planted.handler.ts', '#lib/testing'],
  ['nobody-imports-a-spec', 'libs/cards/src/planted-spec-user.ts', './cards.spec.js'],
  ['no-dev-dependency-in-production', 'libs/service/src/planted-dev.ts', 'vitest'],
  ['no-cycles', 'libs/service/src/planted-here.ts', './planted-there.js'],
  ['declared-packages-only', 'libs/service/src/planted-undeclared.ts', 'picomatch'],
  ['nothing-unresolved', 'libs/service/src/planted-lost.ts', './nowhere.js'],
  ['nothing-unresolved', 'apps/feed-api/src/planted.deep.ts', '#lib/cards/src/render.js'],
];
const wayBack = { file: 'libs/service/src/planted-there.ts', imports: './planted-here.js' };
const orphan = 'libs/service/src/planted-alone.ts';
const innocent = 'apps/employee-registrar/src/planted-innocent.ts';

describe('the dependency rules', () => {
  let copy: string;
  let clean: string[];
  let planted: string[];

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'company-feed-architecture-'));
    await copyWorkspace(copy);
    clean = await violationsIn(copy);
    for (const [, file, imports] of violations) await plant(file, importOf(imports));
    await plant(wayBack.file, importOf(wayBack.imports));
    await plant(orphan, 'export {};\n');
    await plant(innocent, "import { RuleViolation } from '#lib/decider';\nimport type { Pool } from 'pg';\n");
    planted = await violationsIn(copy);
  }, 180_000);

  afterAll(() => rm(copy, { recursive: true, force: true }));

  async function plant(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await writeFile(join(copy, file), text);
  }

  it('are kept', () => {
    expect(clean).toEqual([]);
  });

  it.each(violations)('%s: %s must not import %s', (rule, file) => {
    expect(planted).toContain(`${rule} ${file}`);
  });

  it('no-orphans: a file that nothing leads to', () => {
    expect(planted).toContain(`no-orphans ${orphan}`);
  });

  it('let a pure file import pure libs, and types from anywhere', () => {
    expect(planted.filter((violation) => violation.endsWith(innocent))).toEqual([]);
  });

  it('are each broken by one of the files above, so that none is blind', () => {
    const tried = new Set([...violations.map(([rule]) => rule), 'no-orphans']);
    expect([...tried].sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it('say what to do instead', () => {
    expect(forbidden.filter(({ comment }) => !comment)).toEqual([]);
  });
});

function importOf(path: string): string {
  return `import * as it from '${path}';\n`;
}

async function copyWorkspace(to: string): Promise<void> {
  const parts = ['apps', 'bench', 'libs', 'test', 'tools', 'package.json'];
  const configs = ['.dependency-cruiser.cjs', '.dependency-cruiser.resolve.cjs'];
  await Promise.all(
    [...parts, ...configs].map((part) => cp(join(root, part), join(to, part), { recursive: true })),
  );
  await symlink(join(root, 'node_modules'), join(to, 'node_modules'));
}

/** As `npm run lint:deps` finds them: `<rule> <file>`. */
async function violationsIn(folder: string): Promise<string[]> {
  const cli = join(root, 'node_modules/.bin/depcruise');
  const args = [cli, '--output-type', 'json', 'apps', 'bench', 'libs', 'test', 'tools'];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    maxBuffer: 1 << 28,
  });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string }[] };
  };
  return summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
}
