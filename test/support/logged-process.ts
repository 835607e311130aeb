import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import { eventually } from '#lib/testing';
import { freePort } from '#lib/postgres';

/** An app as it is deployed, and every byte that it writes. */
export class LoggedProcess {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    for (const stream of [child.stdout!, child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  static async of(app: string, environment: Readonly<Record<string, string>>): Promise<LoggedProcess> {
    const port = await freePort();
    const main = resolve('dist/apps', app, 'src/main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      env: { PORT: String(port), LOG_LEVEL: 'trace', DRAIN_DELAY_MS: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new LoggedProcess(child, `http://127.0.0.1:${port}`);
  }

  get written(): string {
    return this.output;
  }

  /** Waits until it has written something like this. */
  async says(what: RegExp): Promise<void> {
    await eventually(async () => expect(this.output).toMatch(what), { timeoutMs: 60_000 });
  }

  /** SIGKILL, unless it has ended by itself. */
  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}
