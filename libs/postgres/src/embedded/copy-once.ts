import { access, cp, rename, rm } from 'node:fs/promises';

/**
 * Copies a folder unless `to` is there. `to` appears only when the copy is complete and `finish` is done with it, also
 * when several processes do this at once or are killed while they do.
 */
export async function copyOnce(
  from: string,
  to: string,
  finish: (draft: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  if (await exists(to)) return;
  const draft = `${to}.${process.pid}`;
  await cp(from, draft, { recursive: true, verbatimSymlinks: true });
  await finish(draft);
  try {
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(to))) throw error;
  }
}

/** Whether a file or folder is there. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
