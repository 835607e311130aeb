import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Mode, Random } from '../fault.js';
import { clockFolder } from '../preload/preloads.js';
import type { SystemUnderTest } from '../system.js';
import { exclusively } from './exclusive.js';

const LONGEST_STEP_MS = 15 * 60_000;
const STEPPED_MS = [2_000, 5_000] as const;

/** The clock of one process jumps by minutes, back or forth, and after a while it is set right: a second jump. */
export const clockFaults: readonly Fault[] = [
  stepped('employee-registrar', 'distributed'),
  stepped('thanks', 'distributed'),
  stepped('feed-projector', 'distributed'),
  stepped('standalone', 'standalone'),
];

function stepped(app: string, mode: Mode): Fault {
  return {
    kind: `clock stepped: ${app}`,
    modes: [mode],
    inject: (system, random) => step(system, app, random),
  };
}

function step(system: SystemUnderTest, app: string, random: Random): Promise<unknown> {
  const byMs = random.int(-LONGEST_STEP_MS, LONGEST_STEP_MS);
  const ms = random.int(...STEPPED_MS);
  const folder = clockFolder(system.dir);
  return exclusively(system, [`clock of ${app}`], async () => {
    await mkdir(folder, { recursive: true });
    try {
      await writeFile(join(folder, app), String(byMs));
      await sleep(ms);
    } finally {
      await rm(join(folder, app), { force: true });
    }
    return { byMs, ms };
  });
}
