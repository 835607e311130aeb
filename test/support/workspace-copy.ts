import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** How a program ended: its exit code, and all that it wrote. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** The repository as it is in this clone, in another folder, to be changed there. */
export class WorkspaceCopy {
  private constructor(readonly folder: string) {}

  static async make(): Promise<WorkspaceCopy> {
    const copy = new WorkspaceCopy(await mkdtemp(join(tmpdir(), 'company-feed-copy-')));
    const { stdout } = await promisify(execFile)('git', ['ls-files', '-coz', '--exclude-standard'], {
      cwd: root,
    });
    const files = new Set(stdout.split('\0').filter((file) => file !== ''));
    // A file that was deleted and not committed is listed, too.
    const gone = (error: NodeJS.ErrnoException): void => {
      if (error.code !== 'ENOENT') throw error;
    };
    await Promise.all([...files].map((file) => cp(join(root, file), copy.path(file)).catch(gone)));
    await symlink(join(root, 'node_modules'), copy.path('node_modules'));
    await copy.git('init', '--quiet');
    await writeFile(copy.path('.git/info/exclude'), 'node_modules\n');
    await copy.remember();
    return copy;
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  read(file: string): Promise<string> {
    return readFile(this.path(file), 'utf8');
  }

  /** Runs a program of node_modules/.bin, or `node`. Does not throw when it fails: the caller looks. */
  run(program: string, ...args: readonly string[]): Promise<Ended> {
    const file = program === 'node' ? process.execPath : this.path(`node_modules/.bin/${program}`);
    return new Promise((resolve) => {
      execFile(file, args, { cwd: this.folder, env: environment() }, (error, out, err) =>
        resolve({ code: error ? Number(error.code ?? -1) : 0, output: out + err }),
      );
    });
  }

  /** What {@link changed} and {@link linesAdded} compare with from now on. */
  async remember(): Promise<void> {
    await this.git('add', '--all');
  }

  /** Files that are new or other than at the last {@link remember}. */
  async changed(): Promise<string[]> {
    const listed = await this.git('ls-files', '--modified', '--others', '--exclude-standard');
    return listed.split('\n').filter((file) => file !== '');
  }

  /** By files. */
  async linesAdded(): Promise<Record<string, number>> {
    const rows = (await this.git('diff', '--numstat', '--diff-algorithm=myers'))
      .split('\n')
      .filter((row) => row !== '');
    return Object.fromEntries(
      rows.map((row) => {
        const [added, , file = ''] = row.split('\t');
        return [file, Number(added)];
      }),
    );
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private async git(...args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('git', args, { cwd: this.folder });
    return stdout;
  }
}

/** Without what this run of Vitest has put there: the copy has runs of its own. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|TEST$)/.test(name));
  return Object.fromEntries(kept);
}
