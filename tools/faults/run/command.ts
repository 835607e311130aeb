import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunArguments } from './reading.js';

/** What a run has around it. */
export interface RunContext {
  /** Holds data, logs and what the run leaves. */
  readonly dir: string;
  readonly say: (line: string) => void;
  /** Told how to end everything at once, as soon as there is something to end. */
  readonly onStarted: (stop: () => Promise<void>) => void;
}

/** A command that starts a system of its own, does something to it, and says whether it withstood. */
export interface Command<Wanted extends RunArguments> {
  readonly name: string;
  readonly usage: string;
  readonly read: (
    args: readonly string[],
    environment: Readonly<Record<string, string | undefined>>,
  ) => Wanted | { readonly fault: string };
  /** What begins, in one line. */
  readonly headline: (wanted: Wanted) => string;
  readonly run: (
    wanted: Wanted,
    context: RunContext,
  ) => Promise<{ readonly ok: boolean; readonly text: string }>;
}

/** The whole of such a command's main: exits 0 when all was well, 1 when not, 2 when it was asked wrongly. */
export async function runCommand<Wanted extends RunArguments>(command: Command<Wanted>): Promise<never> {
  const wanted = command.read(process.argv.slice(2), process.env);
  if ('fault' in wanted) {
    console.error(`${wanted.fault}\n\n${command.usage}`);
    process.exit(2);
  }
  const dir = wanted.dir ?? (await mkdtemp(join(tmpdir(), `company-feed-${command.name}-`)));
  console.log(`seed ${wanted.seed}, ${command.headline(wanted)}; history in ${dir}`);
  let isTold = false;
  let stop: (() => Promise<void>) | undefined;
  // What is still starting is ended when it has started: nobody else knows of it.
  const end = (): void => void stop?.().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      console.error('told to stop: ending what was started');
      isTold = true;
      end();
    });
  }
  try {
    const onStarted = (stopAll: () => Promise<void>): void => {
      stop = stopAll;
      if (isTold) end();
    };
    const { ok, text } = await command.run(wanted, { dir, say: (line) => console.log(line), onStarted });
    console.log(text);
    process.exitCode = ok ? 0 : 1;
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    // What tells of a violation stays whether it was asked for or not.
    if (!wanted.keep && process.exitCode === 0) {
      for (const folder of ['postgres', 'rabbitmq', 'data', 'logs', 'clocks'])
        await rm(join(dir, folder), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  }
  process.exit();
}
