import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '#lib/postgres';
import { believeTestTokens } from '#lib/testing';
import { ready } from './running-feed.js';

const MAIN = join(import.meta.dirname, '../../dist/apps/standalone/src/main.js');

/** `npm start`, compiled, on a data folder of its own. */
export class StandaloneProcess {
  private child: ChildProcess | undefined;
  private output = '';

  private constructor(
    readonly dataDir: string,
    private readonly port: number,
    private readonly main: string,
  ) {}

  static async on(dataDir: string, main = MAIN): Promise<StandaloneProcess> {
    return new StandaloneProcess(dataDir, await freePort(), main);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** All that it wrote, from its first start on. */
  get written(): string {
    return this.output;
  }

  async start(environment: Record<string, string> = {}): Promise<void> {
    await believeTestTokens(this.dataDir);
    this.spawn(environment);
    await ready(this.url);
  }

  /** For one that is expected to give up: resolves with its exit code. */
  async run(environment: Record<string, string> = {}): Promise<number | null> {
    const [code] = (await once(this.spawn(environment), 'close')) as [number | null];
    return code;
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child!;
    if (child.exitCode !== null) return child.exitCode;
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  /** SIGKILL to it and to its database server. */
  async killAll(): Promise<void> {
    const postmaster = await this.postmasterPid();
    await this.end('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
  }

  async postmasterPid(): Promise<number> {
    return Number((await readFile(join(this.dataDir, 'pg/postmaster.pid'), 'utf8')).split('\n')[0]);
  }

  private spawn(environment: Record<string, string> = {}): ChildProcess {
    const { DATABASE_URL: _, AMQP_URL: __, ...env } = process.env;
    const child = spawn(process.execPath, ['--enable-source-maps', this.main], {
      env: { ...env, DATA_DIR: this.dataDir, PORT: String(this.port), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child = child;
    return child;
  }
}
