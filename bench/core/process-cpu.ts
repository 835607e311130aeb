import { readFile } from 'node:fs/promises';

/** Linux tells processor time in hundredths of a second, whatever the machine. */
const MS_PER_TICK = 10;

/** Milliseconds that a process has been on a processor so far, its children left out; 0 when it is gone. Linux only. */
export async function processorMs(pid: number): Promise<number> {
  return (await timesOf(pid)).own;
}

/** The same of a server with all its backends, those that have ended too. */
export async function familyProcessorMs(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const living = await Promise.all(children.trim().split(' ').filter(Boolean).map(Number).map(processorMs));
  const { own, ofEnded } = await timesOf(pid);
  return living.reduce((sum, one) => sum + one, own + ofEnded);
}

async function timesOf(pid: number): Promise<{ own: number; ofEnded: number }> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name in brackets may hold anything.
  const numbers = text
    ?.slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = numbers?.slice(11, 15) ?? [];
  return { own: (user + system) * MS_PER_TICK, ofEnded: (endedUser + endedSystem) * MS_PER_TICK };
}
