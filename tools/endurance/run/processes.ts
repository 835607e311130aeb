import { readdir, readFile } from 'node:fs/promises';

/** What one process holds, or several together. */
export interface Held {
  /** Bytes. */
  readonly memory: number;
  readonly files: number;
}

/** A process's resident memory and open files. Linux only, like {@link heldByFamily}. */
export async function heldBy(pid: number): Promise<Held> {
  const [rollup, files] = await Promise.all([
    readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
    readdir(`/proc/${pid}/fd`),
  ]);
  return { memory: bytesIn(rollup, 'Rss'), files: files.length };
}

/**
 * A server with all its backends: the proportional share of each in what they have in common (PSS), so that nothing counts
 * twice, without memory that they share on purpose: that is the buffer cache, whose size is set. A backend that ends
 * meanwhile counts as nothing.
 */
export async function heldByFamily(pid: number): Promise<Held> {
  const gone: Held = { memory: 0, files: 0 };
  const all = await Promise.all(
    [pid, ...(await childrenOf(pid))].map(async (one) => {
      try {
        const rollup = await readFile(`/proc/${one}/smaps_rollup`, 'utf8');
        const memory = bytesIn(rollup, 'Pss') - bytesIn(rollup, 'Pss_Shmem');
        return { memory, files: (await readdir(`/proc/${one}/fd`)).length };
      } catch {
        return gone;
      }
    }),
  );
  return all.reduce((sum, one) => ({ memory: sum.memory + one.memory, files: sum.files + one.files }), gone);
}

async function childrenOf(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(' ').filter(Boolean).map(Number);
}

function bytesIn(rollup: string, field: string): number {
  return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1] ?? 0);
}
