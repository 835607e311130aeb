import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'kill-over-event.preload.mjs'));
const DIST = join(import.meta.dirname, '../../../dist');

/** A compiled app that one event kills (`killer`: stream#sequence), started again each time, as a supervisor does. */
export class Supervised {
  /** The signals and codes that it ended with. */
  readonly ends: unknown[] = [];
  private child: ChildProcess | undefined;
  private isWanted = true;

  constructor(
    private readonly app: 'feed-projector' | 'standalone',
    private readonly killer: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    this.start();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async stop(): Promise<void> {
    this.isWanted = false;
    const exited = once(this.child!, 'exit');
    this.child!.kill('SIGTERM');
    await exited;
  }

  private start(): void {
    const main = join(DIST, 'apps', this.app, 'src/main.js');
    const preload = `${PRELOAD.href}?killer=${encodeURIComponent(this.killer)}`;
    const options = { env: this.environment, stdio: 'ignore' } as const;
    this.child = spawn(process.execPath, ['--import', preload, main], options);
    this.child.once('exit', (code, signal) => {
      if (!this.isWanted) return;
      this.ends.push(signal ?? code);
      this.start();
    });
  }
}
