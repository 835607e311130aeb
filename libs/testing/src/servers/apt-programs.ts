import { spawn } from 'node:child_process';
import { aptInstall, whyNotApt } from './apt-packages.js';

/** Something that a spec starts and that may be missing. */
export interface Program {
  /** What is looked for, to be said behind "there is no". */
  readonly what: string;
  /** Commands that may be it, the first that exits with 0 when given `probe`. */
  readonly candidates: readonly string[];
  readonly probe: readonly string[];
  /** Debian's packages. */
  readonly packages: readonly string[];
}

/**
 * The command of a program. As root on Debian or Ubuntu it is installed when it is missing, unless
 * COMPANY_FEED_NO_APT=1. Throws an error that names what to install.
 */
export async function obtainProgram(
  program: Program,
  log: (line: string) => void = console.error,
): Promise<string> {
  const there = await firstThatRuns(program);
  if (there !== undefined) return there;
  const { what, candidates, probe, packages } = program;
  const reason = await whyNotApt();
  if (reason !== undefined) {
    throw new Error(
      `there is no ${what}, and it was not installed because ${reason}. ` +
        `Install it (Debian and Ubuntu: apt-get install ${packages.join(' ')})`,
    );
  }
  await aptInstall(packages, log);
  const fresh = await firstThatRuns(program);
  if (fresh !== undefined) return fresh;
  throw new Error(
    `apt-get installed ${packages.join(', ')}, but none of ${candidates.join(', ')} runs with ${probe.join(' ')}`,
  );
}

/** Python with the AMQP client pika. Debian's packages serve Debian's Python alone, which may not be first in PATH. */
export const PYTHON_WITH_PIKA: Program = {
  what: 'Python with the package pika',
  candidates: ['python3', '/usr/bin/python3'],
  probe: ['-c', 'import pika'],
  packages: ['python3', 'python3-pika'],
};

export const BASH: Program = {
  what: 'bash',
  candidates: ['bash'],
  probe: ['--version'],
  packages: ['bash'],
};

export const CURL: Program = {
  what: 'curl',
  candidates: ['curl'],
  probe: ['--version'],
  packages: ['curl', 'ca-certificates'],
};

/** For the pages. The emoji are what reactions are drawn as. */
export const CHROMIUM: Program = {
  what: 'Chromium',
  candidates: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  probe: ['--version'],
  packages: ['chromium', 'fonts-noto-color-emoji'],
};

async function firstThatRuns({ candidates, probe }: Program): Promise<string | undefined> {
  for (const candidate of candidates) {
    if (await runs(candidate, probe)) return candidate;
  }
  return undefined;
}

function runs(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
