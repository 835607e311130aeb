import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refused } from './refused.js';
import type { Taken } from './request.js';

const CONTRACTS = 'libs/contracts';

/** The files of a clone, by their paths in it. */
export class Workspace {
  constructor(private readonly root: string) {}

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  read(path: string): string {
    this.mustHave(path);
    return readFileSync(join(this.root, path), 'utf8');
  }

  filesBeneath(folder: string): string[] {
    this.mustHave(folder);
    return readdirSync(join(this.root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(this.root.length + 1));
  }

  taken(): Taken {
    const controllers = this.filesBeneath('apps').filter((file) => file.endsWith('.controller.ts'));
    const golden = this.namesIn(`${CONTRACTS}/golden`);
    return {
      folders: ['apps', 'libs', `${CONTRACTS}/src`].flatMap((folder) => this.namesIn(folder)),
      routes: controllers.flatMap((file) => routesIn(this.read(file))),
      entities: golden.map((file) => file.split('.')[0] ?? ''),
    };
  }

  write(files: ReadonlyMap<string, string>): void {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
  }

  /** Whether a line fits depends on the length of the names. */
  format(paths: readonly string[]): void {
    const formatter = join(this.root, 'node_modules/.bin/oxfmt');
    execFileSync(formatter, ['--no-error-on-unmatched-pattern', ...paths], { cwd: this.root });
  }

  /** The files of docs/api, which say what the code says. Answers whether it could. */
  describeInterfaces(): boolean {
    const { status } = spawnSync('npm', ['run', 'docs:api'], { cwd: this.root, stdio: 'ignore' });
    return status === 0;
  }

  private mustHave(path: string): void {
    if (!this.has(path)) throw new Refused(`${path}: is not there; run this at the root of the repository`);
  }

  private namesIn(folder: string): string[] {
    return this.has(folder) ? readdirSync(join(this.root, folder)) : [];
  }
}

/** What a controller's routes begin with: its own path, or where it has none those of its methods. */
function routesIn(controller: string): string[] {
  const paths = controller.matchAll(/@(?:SourceController|Controller|Get|Post|Put|Patch|Delete)\('([\w-]+)/g);
  return [...paths].map(([, first = '']) => first);
}
