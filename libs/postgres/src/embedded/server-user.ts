import { execFile, type SpawnOptions } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** As whom PostgreSQL runs. It refuses to be root, and initdb needs a user with a name. */
export interface ServerUser {
  /** What to spawn in order to run `file` as this user. The process id stays that of `file`. */
  command(file: string, args: readonly string[]): [file: string, args: string[], options: SpawnOptions];
  /** Set when files must belong to somebody else for this user to read them. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

const NOBODY = 65_534;
const UNSHARE = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/**
 * A named user other than root runs the server itself. Else a user namespace makes the server see another id than the
 * kernel does, so that files keep their owner; where that is forbidden, root switches to `postgres` or `nobody`.
 */
export async function findServerUser(): Promise<ServerUser> {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && hasName()) return { command: (file, args) => [file, [...args], {}] };
  if (await canMapUsers()) return { command: (file, args) => ['unshare', [...UNSHARE, file, ...args], {}] };
  if (!isRoot) return { command: (file, args) => [file, [...args], {}] };
  const owner = await accountIds();
  return { owner, command: (file, args) => [file, [...args], owner] };
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

function canMapUsers(): Promise<boolean> {
  return run('unshare', [...UNSHARE, 'true']).then(
    () => true,
    () => false,
  );
}

async function accountIds(): Promise<{ uid: number; gid: number }> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const account =
    accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  return account ? { uid: Number(account[2]), gid: Number(account[3]) } : { uid: NOBODY, gid: NOBODY };
}
