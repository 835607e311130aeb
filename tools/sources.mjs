// What is built from files, and whether they have changed since. Without dependencies, like prepare.mjs, which uses it.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** One word for the names and the contents of files. */
export function fingerprintOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = fs.readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** Relative to the root, in no order. */
export function filesBeneath(folder) {
  if (!fs.existsSync(join(root, folder))) return [];
  return fs
    .readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesBeneath(join(folder, entry.name)) : [join(folder, entry.name)],
    );
}

/** Undefined where there is no such file. */
export function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
