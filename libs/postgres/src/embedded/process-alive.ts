import { readFileSync } from 'node:fs';

/**
 * Whether a process with this id runs. One that has ended and is only not reaped yet (a zombie) counts as gone, once
 * its last thread has ended: until then its files and ports are still open.
 */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !isZombie(pid);
}

/** From proc_pid_stat(5): state is field 3, num_threads field 20. Field 2 is a name in parentheses, with any character. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' && Number(fields[17]) <= 1;
  } catch {
    return false;
  }
}
