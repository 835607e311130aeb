import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RestartableProcess } from '../system.js';

const LONGEST_START_MS = 60_000;
const LONGEST_DRAIN_MS = 35_000;

export interface OwnProcessOptions {
  readonly name: string;
  /** Beneath which `/health/ready` answers. */
  readonly url: string;
  /** Run by this Node. */
  readonly main: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Gets what it writes, appended. */
  readonly logFile: string;
}

/** One process of the system, which tells whether it went because it was told to. */
export class OwnProcess implements RestartableProcess {
  private child: ChildProcess | undefined;
  private starting: Promise<void> | undefined;
  private wanted = false;

  constructor(private readonly options: OwnProcessOptions) {}

  get name(): string {
    return this.options.name;
  }

  get url(): string {
    return this.options.url;
  }

  get pid(): number | undefined {
    return this.child && !hasExited(this.child) ? this.child.pid : undefined;
  }

  /** How it ended although nobody wanted that; undefined while it runs or is not meant to. */
  get fell(): string | undefined {
    const { child } = this;
    if (!this.wanted || this.starting || !child || !hasExited(child)) return undefined;
    return child.signalCode ?? `exit code ${child.exitCode}`;
  }

  async start(): Promise<void> {
    this.wanted = true;
    this.starting ??= this.startOnce().finally(() => (this.starting = undefined));
    await this.starting;
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    this.wanted = false;
    const { child } = this;
    if (!child || hasExited(child)) return null;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.pid !== undefined) this.child?.kill(signal);
  }

  /** In good order; by force when that takes too long. */
  async stop(): Promise<void> {
    this.signal('SIGCONT');
    const insist = setTimeout(() => this.signal('SIGKILL'), LONGEST_DRAIN_MS);
    await this.kill('SIGTERM');
    clearTimeout(insist);
  }

  private async startOnce(): Promise<void> {
    if (this.pid === undefined) await this.spawn();
    const deadline = performance.now() + LONGEST_START_MS;
    while (!(await this.isReady())) {
      // Somebody killed it meanwhile: whoever did starts it again.
      if (!this.wanted) return;
      if (this.pid === undefined || performance.now() > deadline) throw new Error(this.whyNotReady());
      await sleep(50);
    }
  }

  private whyNotReady(): string {
    const { name, logFile } = this.options;
    const what =
      this.pid === undefined ? `ended with code ${this.child?.exitCode}` : 'is not ready within a minute';
    return `${name} ${what}, see ${logFile}`;
  }

  private async isReady(): Promise<boolean> {
    const signal = AbortSignal.timeout(2_000);
    return fetch(`${this.url}/health/ready`, { signal }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status === 200;
      },
      () => false,
    );
  }

  private async spawn(): Promise<void> {
    const { main, environment, logFile } = this.options;
    await mkdir(dirname(logFile), { recursive: true });
    const log = await open(logFile, 'a');
    const { DATABASE_URL: _, AMQP_URL: __, ...inherited } = process.env;
    // A group of its own: Ctrl-C reaches us alone, and we stop the apps in order.
    this.child = spawn(process.execPath, ['--enable-source-maps', main], {
      env: { ...inherited, ...environment },
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    this.child.on('error', () => undefined);
    await log.close();
  }
}

function hasExited(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
