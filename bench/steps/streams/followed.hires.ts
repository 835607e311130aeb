import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchContext } from '../../core/bench-context.js';
import { type ContenderProcess, startContender } from '../../core/contender-process.js';
import { bytesOf, HttpConnection } from '../../core/http-connection.js';
import { hasStatus } from '../../core/load.js';
import type { Figures } from '../../core/step.js';
import type { Told } from './clients.js';
import { NAME, now, type Said } from './followers.js';
import { residentKb } from './memory.js';

const BETWEEN_HIRES_MS = 500;
const LATEST_MS = 30_000;
const SETTLE_MS = 1_000;

/** What takes hires by HTTP, and streams them. */
export interface StreamingSystem {
  readonly ports: { readonly hires: number; readonly streams: number };
  readonly signedIn: Readonly<Record<string, string>>;
  /** Of the process that streams. It collects its garbage at SIGUSR2. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** So many follow a system while some are hired. */
export class FollowedHires {
  private hired = 0;
  private reached = 0;

  private constructor(
    private readonly system: StreamingSystem,
    private readonly clients: ContenderProcess,
    private readonly count: number,
    /** What one more who follows takes of the memory. */
    private readonly kbEach: number,
  ) {}

  static async open(system: StreamingSystem, count: number, context: BenchContext): Promise<FollowedHires> {
    const clients = await startContender(join(import.meta.dirname, 'clients.js'), {}, context);
    const [port, issuer] = [system.ports.streams, join(context.folder, 'issuer')];
    await ask(clients, { warmUp: { port, issuer } });
    const before = await residentKb(system.pid);
    await ask(clients, { open: { port, clients: count, issuer } });
    await sleep(SETTLE_MS);
    return new FollowedHires(system, clients, count, ((await residentKb(system.pid)) - before) / count);
  }

  /** Somebody is hired now and then; each has to reach everybody, once. */
  async measure(seconds: number): Promise<Figures> {
    const hires = Math.max(1, Math.round((seconds * 1000) / BETWEEN_HIRES_MS));
    const first = this.hired;
    this.hired += hires;
    await ask(this.clients, { expect: { first, hires } });
    const connection = await HttpConnection.open(this.system.ports.hires);
    for (let hire = first; hire < this.hired; hire++) {
      await this.hire(hire, connection);
      await sleep(BETWEEN_HIRES_MS);
    }
    connection.close();
    const { took } = await this.whenAllHaveAll();
    this.reached += hires;
    const of = this.count.toLocaleString('en');
    const named = Object.entries(took).map(([name, ms]) => [`to ${of} ${name}`, ms]);
    return { ...Object.fromEntries(named), [`to ${of} kB each`]: this.kbEach } as Figures;
  }

  verify(): void {
    if (this.reached !== this.hired)
      throw new Error(`${this.reached} of ${this.hired} hires reached everybody`);
  }

  async stop(): Promise<void> {
    await this.clients.stop();
    await this.system.stop();
  }

  private async hire(n: number, connection: HttpConnection): Promise<void> {
    const body = { name: NAME + String(n).padStart(6, '0'), position: 'Engineer' };
    const headers = this.system.signedIn;
    hasStatus(201)(await connection.ask(bytesOf({ method: 'POST', path: '/employees', headers, body })));
    this.clients.send({ answered: n, at: now() } satisfies Told);
  }

  private async whenAllHaveAll(): Promise<Said> {
    const latest = performance.now() + LATEST_MS;
    for (;;) {
      const said = await ask(this.clients, { report: true });
      if (said.twice > 0) throw new Error(`${said.twice} entries came twice`);
      if (said.missing === 0) return said;
      if (performance.now() > latest) throw new Error(`${said.missing} entries did not come`);
      await sleep(100);
    }
  }
}

async function ask(clients: ContenderProcess, told: Told): Promise<Said> {
  const answer = clients.next();
  clients.send(told);
  return (await answer) as Said;
}
