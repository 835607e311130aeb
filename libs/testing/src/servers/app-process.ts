import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isProcessAlive } from '#lib/postgres';
import { waitUntil } from './wait-until.js';

const LONGEST_START_MS = 60_000;
/** How long an app may drain after SIGTERM before it is killed. */
const LONGEST_DRAIN_MS = 30_000;

export interface AppProcessOptions {
  readonly name: string;
  /** Beneath which `/health/ready` answers. */
  readonly url: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Gets what the app writes, appended. */
  readonly logFile: string;
  /** Remembers the process, so that one whose parent was killed can be ended by the next start. */
  readonly pidFile: string;
  /** How long after a fall the app is started again; `false`: not at all. */
  readonly respawnAfterMs: number | false;
  readonly say: (line: string) => void;
}

/** One app in a process of its own. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private respawn: NodeJS.Timeout | undefined;
  private expectedToRun = false;

  constructor(private readonly options: AppProcessOptions) {}

  get name(): string {
    return this.options.name;
  }

  get url(): string {
    return this.options.url;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.child && !hasExited(this.child) ? this.child.pid : undefined;
  }

  /** Resolves when the app is ready. Does nothing but wait for that when it runs. Throws when it is not within a minute. */
  async start(): Promise<void> {
    clearTimeout(this.respawn);
    this.expectedToRun = true;
    if (this.pid === undefined) {
      await this.endLeftover();
      await this.spawn();
    }
    await this.ready();
  }

  /** Resolves when `/health/ready` answers 200. Throws when it does not within a minute, or when the app gave up. */
  async ready(): Promise<void> {
    const url = `${this.url}/health/ready`;
    const answers = () =>
      fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
        ({ status }) => status === 200,
        () => false,
      );
    const givenUp = () => this.pid === undefined && this.options.respawnAfterMs === false;
    const settled = await waitUntil(async () => givenUp() || (await answers()), LONGEST_START_MS, 50);
    if (settled && this.pid !== undefined) return;
    throw new Error(`${this.name} is not ready at ${url}: see ${this.options.logFile}`);
  }

  /** Sends a signal and waits until the process is gone; it comes back by itself if apps are respawned. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child || hasExited(child)) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  /** In good order: SIGTERM, then {@link start}. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** SIGTERM; resolves when the app has drained. SIGKILL after 30 s. */
  async stop(): Promise<void> {
    this.expectedToRun = false;
    clearTimeout(this.respawn);
    const insist = setTimeout(() => this.child?.kill('SIGKILL'), LONGEST_DRAIN_MS);
    await this.kill('SIGTERM');
    clearTimeout(insist);
    await rm(this.options.pidFile, { force: true });
  }

  private async spawn(): Promise<void> {
    const { command, environment, logFile, pidFile } = this.options;
    await mkdir(dirname(logFile), { recursive: true });
    await mkdir(dirname(pidFile), { recursive: true });
    const log = await open(logFile, 'a');
    const [file = process.execPath, ...args] = command;
    // A group of its own: Ctrl-C reaches us alone, and we stop the apps in order.
    const child = spawn(file, args, {
      env: { ...process.env, ...environment },
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    this.child = child;
    child.once('error', (error) => this.options.say(`${this.name} cannot be started: ${error.message}`));
    child.once('exit', (code, signal) => this.onExit(signal ?? `code ${code}`));
    await log.close();
    if (child.pid !== undefined) await writeFile(pidFile, String(child.pid));
  }

  private onExit(reason: string): void {
    const { respawnAfterMs, say, logFile } = this.options;
    if (!this.expectedToRun) return;
    if (respawnAfterMs === false) return say(`${this.name} ended (${reason}), log: ${logFile}`);
    say(`${this.name} ended (${reason}), starting it again in ${respawnAfterMs / 1000} s, log: ${logFile}`);
    this.respawn = setTimeout(() => {
      this.start().then(
        () => say(`${this.name} is back: ${this.url} (process ${this.pid})`),
        (error: Error) => say(error.message),
      );
    }, respawnAfterMs);
  }

  /** Ends the app of a parent that was killed. Only where the system shows that the id is still that app's. */
  private async endLeftover(): Promise<void> {
    const pid = Number(await readFile(this.options.pidFile, 'utf8').catch(() => ''));
    if (!pid || !isProcessAlive(pid)) return;
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    // An app of ours has given itself a title, which takes the place of the command.
    const known = [this.options.command.join('\0'), `feed:${this.name}`];
    if (!known.includes(commandLine.replace(/\0+$/, ''))) return;
    process.kill(pid, 'SIGTERM');
    if (!(await waitUntil(() => !isProcessAlive(pid), LONGEST_DRAIN_MS))) process.kill(pid, 'SIGKILL');
  }
}

function hasExited(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
