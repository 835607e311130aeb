import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from '#lib/postgres';
import { answersAmqp } from './amqp-handshake.js';
import { endEpmd } from './epmd.js';
import {
  configure,
  environmentOf,
  pidFile,
  type RabbitmqSettings,
  readSettings,
  refreshPorts,
} from './rabbitmq-settings.js';
import { waitUntil } from './wait-until.js';

const LONGEST_START_MS = 90_000;
/**
 * A stop in good order takes 6 to 11 s, which the management plugin spends on its statistics. What was confirmed is on
 * disk, and declarations are within a second, so nothing is lost when it is cut short after this.
 */
const LONGEST_STOP_MS = 3_000;
const LONGEST_DEATH_MS = 15_000;

/** One private RabbitMQ node on the data in a folder. */
export class RabbitmqNode {
  private shell: ChildProcess | undefined;
  private starting: Promise<void> | undefined;

  private constructor(
    private readonly home: string,
    private readonly dir: string,
    private readonly settings: RabbitmqSettings,
    /** Of the Erlang machine. Undefined while it does not run. */
    private beam: number | undefined,
  ) {}

  /** A node that a killed process left running is taken over when it answers, and ended when it does not. */
  static async open(home: string, dir: string): Promise<RabbitmqNode> {
    const settings = await readSettings(dir);
    const orphan = await runningNode(dir);
    if (orphan !== undefined && (await answersAmqp(settings.ports.amqp))) {
      return new RabbitmqNode(home, dir, settings, orphan);
    }
    if (orphan !== undefined) await killAndWait(orphan);
    return new RabbitmqNode(home, dir, await refreshPorts(dir, settings), undefined);
  }

  get amqpUrl(): string {
    return `amqp://${this.credentials}@127.0.0.1:${this.settings.ports.amqp}`;
  }

  get managementUrl(): string {
    return `http://${this.credentials}@127.0.0.1:${this.settings.ports.management}`;
  }

  /** With it, rabbitmqctl speaks to this node. */
  get environment(): NodeJS.ProcessEnv {
    const path = `${join(this.home, 'sbin')}:${process.env['PATH']}`;
    return { ...process.env, ...environmentOf(this.dir, this.settings), PATH: path };
  }

  get pid(): number | undefined {
    return this.beam !== undefined && isProcessAlive(this.beam) ? this.beam : undefined;
  }

  /** Resolves when the AMQP handshake and the management API answer. Throws with the end of the log. */
  async start(): Promise<void> {
    if (this.pid !== undefined) return;
    this.starting ??= this.launch().finally(() => (this.starting = undefined));
    await this.starting;
  }

  async kill(): Promise<void> {
    const { shell } = this;
    const beam = this.pid ?? (await runningNode(this.dir));
    // The whole group first: the machine may not have written its process id yet.
    if (shell?.pid !== undefined && !hasExited(shell)) signal(-shell.pid, 'SIGKILL');
    if (beam !== undefined) await killAndWait(beam);
    if (shell) await waitUntil(() => hasExited(shell), LONGEST_DEATH_MS, 5);
  }

  async stop(): Promise<void> {
    const { pid } = this;
    if (pid !== undefined) {
      signal(pid, 'SIGTERM');
      await waitUntil(() => !isProcessAlive(pid), LONGEST_STOP_MS);
    }
    await this.dispose();
  }

  async dispose(): Promise<void> {
    await this.kill();
    await endEpmd(this.settings.ports.epmd);
  }

  private get credentials(): string {
    return `${this.settings.user}:${this.settings.password}`;
  }

  private async launch(): Promise<void> {
    await configure(this.dir, this.settings);
    await rm(pidFile(this.dir), { force: true });
    const output = await open(join(this.dir, 'log/output.log'), 'a', 0o600);
    // A group of its own: Ctrl-C in a terminal must reach us alone, and kill() must reach the machine in the shell.
    const shell = spawn(join(this.home, 'sbin/rabbitmq-server'), [], {
      cwd: this.dir,
      env: this.environment,
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    let failure: string | undefined;
    shell.once('error', (error) => (failure = error.message));
    shell.unref();
    this.shell = shell;
    await output.close();
    const ended = () => failure !== undefined || hasExited(shell);
    const ready = await waitUntil(async () => ended() || (await this.answers()), LONGEST_START_MS, 50);
    this.beam = await runningNode(this.dir);
    if (ready && !ended() && this.beam !== undefined) return;
    await this.dispose();
    throw new Error(`RabbitMQ did not start: ${failure ?? (await this.endOfLog())}`);
  }

  private async answers(): Promise<boolean> {
    if (!(await answersAmqp(this.settings.ports.amqp))) return false;
    const url = `http://127.0.0.1:${this.settings.ports.management}/api/whoami`;
    const authorization = `Basic ${Buffer.from(this.credentials).toString('base64')}`;
    return fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(2_000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  private async endOfLog(): Promise<string> {
    const output = await readFile(join(this.dir, 'log/output.log'), 'utf8').catch(() => '');
    return `the end of ${join(this.dir, 'log/output.log')} is\n${output.slice(-2_000)}`;
  }
}

/** Undefined when the process that the file names is gone, or is another one that got its id since. */
async function runningNode(dir: string): Promise<number | undefined> {
  const pid = Number(await readFile(pidFile(dir), 'utf8').catch(() => ''));
  if (!pid || !isProcessAlive(pid)) return undefined;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'beam');
  return commandLine.includes('beam') ? pid : undefined;
}

async function killAndWait(pid: number): Promise<void> {
  signal(pid, 'SIGKILL');
  await waitUntil(() => !isProcessAlive(pid), LONGEST_DEATH_MS, 5);
}

function hasExited(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** To a process, or to a group when negative; one that has just ended is no error. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
