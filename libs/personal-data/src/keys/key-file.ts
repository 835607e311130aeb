import { randomBytes } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAME = 'key-encryption.key';

/**
 * The setting for a key-encryption key in this folder, where one is made if there is none. What was sealed is lost with the
 * file. Of several that make it at once, one's stays.
 */
export async function keyFileIn(folder: string): Promise<string> {
  const file = join(folder, NAME);
  const draft = `${file}.${crypto.randomUUID()}`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return pathToFileURL(file).href;
}
