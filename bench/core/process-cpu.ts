import { readFile } from 'node:fs/promises';

/** Linux tells processor time in hundredths of a second, whatever the machine. */
const MS_PER_TICK = 10;

/** Milliseconds that a process has been on a processor so far, its children left out; 0 when it is gone. Linux only. */
export async function processorMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name in brackets may hold anything.
  const [, , , , , , , , , , , user = 0, system = 0] =
    text
      ?.slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number) ?? [];
  return (user + system) * MS_PER_TICK;
}

/** The same of a server with all its backends that there are now. */
export async function familyProcessorMs(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const all = [pid, ...children.trim().split(' ').filter(Boolean).map(Number)];
  return (await Promise.all(all.map(processorMs))).reduce((sum, one) => sum + one, 0);
}
