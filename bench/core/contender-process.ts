import { fork } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BenchContext } from './bench-context.js';

export interface ContenderProcess {
  readonly pid: number;
  /** What it says by `process.send`. */
  next(): Promise<unknown>;
  send(message: object): void;
  stop(): Promise<void>;
}

/** Some fill a million rows before they are. */
const TO_BE_READY_MS = 300_000;
let started = 0;

/**
 * Runs a contender as a process of its own, as it would run, on this Node. It has to say `ready` by `process.send`, and to end
 * when it is sent SIGTERM. Its output is in the error that is thrown when it ends by itself.
 */
export async function startContender(
  main: string,
  environment: Readonly<Record<string, string>>,
  context: BenchContext,
): Promise<ContenderProcess> {
  const logFile = join(context.folder, `${basename(main)}-${++started}.log`);
  const log = await open(logFile, 'w');
  const child = fork(main, {
    env: { ...process.env, ...environment },
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  });
  await log.close();
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${main} ended with ${String(code)}; what it said is in ${logFile}`);
  });
  ended.catch(() => undefined);
  const next = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
    return message;
  };
  const late = setTimeout(() => child.kill('SIGKILL'), TO_BE_READY_MS);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  };
  context.atEnd(stop);
  await next().finally(() => clearTimeout(late));
  return {
    pid: child.pid!,
    next,
    send: (message) => void child.send(message),
    stop,
  };
}
