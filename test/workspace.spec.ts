import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface PackageJson {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
  readonly engines: { readonly node: string };
}

interface NestCli {
  readonly monorepo: boolean;
  readonly compilerOptions: { readonly builder: string; readonly deleteOutDir: boolean };
  readonly projects: Record<string, NestProject>;
}

interface NestProject {
  readonly type: 'application' | 'library';
  readonly root: string;
  readonly entryFile: string;
  readonly sourceRoot: string;
  readonly compilerOptions: { readonly tsConfigPath: string };
}

const root = join(import.meta.dirname, '..');
const packageJson = JSON.parse(textOf('package.json')) as PackageJson;
const nestCli = JSON.parse(textOf('nest-cli.json')) as NestCli;
const projects = Object.entries(nestCli.projects);

describe('package.json', () => {
  it('names one version of each package, not a range', () => {
    const { dependencies, devDependencies, optionalDependencies } = packageJson;
    const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(
      // `npm:<name>@<version>` installs a package under another name.
      ([, version]) => !/^(npm:@?[a-z0-9/-]+@)?\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version),
    );
    expect(ranges).toEqual([]);
  });

  it('accepts the Node of .nvmrc', () => {
    const [, major = '', minor = ''] = /^>=(\d+)\.(\d+)$/.exec(packageJson.engines.node) ?? [];
    const [pinnedMajor = '', pinnedMinor = '99'] = textOf('.nvmrc').trim().split('.');
    const isEnough =
      Number(pinnedMajor) > Number(major) || (pinnedMajor === major && Number(pinnedMinor) >= Number(minor));
    expect(isEnough).toBe(true);
  });
});

describe('nest-cli.json', () => {
  it('has every app and every lib, and nothing else', () => {
    const folders = ['apps', 'libs'].flatMap((kind) => foldersIn(kind).map((name) => `${kind}/${name}`));
    expect(projects.map(([, { root }]) => root).sort()).toEqual(folders.sort());
  });

  it.each(projects)('knows where %s is', (name, { type, root, entryFile, sourceRoot, compilerOptions }) => {
    const kind = type === 'application' ? 'app' : 'lib';
    expect({ root, sourceRoot, tsConfigPath: compilerOptions.tsConfigPath }).toEqual({
      root: `${kind}s/${name}`,
      sourceRoot: `${kind}s/${name}/src`,
      tsConfigPath: `${kind}s/${name}/tsconfig.${kind}.json`,
    });
    const files = [`${sourceRoot}/${entryFile}.ts`, compilerOptions.tsConfigPath];
    expect(files.filter((file) => !existsSync(join(import.meta.dirname, '..', file)))).toEqual([]);
  });

  it('builds all into one dist: a project that emptied it would take the others away', () => {
    expect(nestCli).toMatchObject({
      monorepo: true,
      compilerOptions: { builder: 'tsc', deleteOutDir: false },
    });
  });
});

describe('an app', () => {
  const apps = foldersIn('apps').filter((name) => name !== 'standalone');

  it.each(apps)('%s runs in standalone and by start:distributed', (name) => {
    expect(textOf('apps/standalone/src/standalone.module.ts')).toContain(`/${name}/src/${name}.module.js'`);
    expect(textOf('tools/distributed.ts')).toContain(`{ name: '${name}', port: `);
  });
});

describe('what is committed', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(join(root, file)));

  it('names no folder of the machine that it was written on', () => {
    // In two parts, or this file would name them.
    const folders = new RegExp(`(?<![\\w.-])/(${['work', 'root'].join('|')})/`);
    expect(tracked.filter((file) => folders.test(textOf(file)))).toEqual([]);
  });

  it('has no source of more than 200 lines', () => {
    const sources = tracked.filter((file) => /\.(c|m)?(t|j)s$/.test(file));
    const long = sources.filter((file) => textOf(file).trimEnd().split('\n').length > 200);
    expect(long).toEqual([]);
  });

  it('has a licence that package.json names', () => {
    expect(textOf('LICENSE')).toMatch(/^MIT License\n/);
    expect(packageJson).toMatchObject({ license: 'MIT' });
  });
});

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
