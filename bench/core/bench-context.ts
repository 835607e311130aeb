import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { obtainPostgres, obtainRabbitmq, type PostgresServer, type RabbitmqServer } from '#lib/testing';

/** What a run of the bench has at hand: servers of its own, started when somebody first asks for them, and a folder. */
export class BenchContext {
  private readonly ends: (() => Promise<void>)[] = [];
  private postgresServer: Promise<PostgresServer> | undefined;
  private rabbitmqServer: Promise<RabbitmqServer> | undefined;
  private databases = 0;

  private constructor(
    readonly folder: string,
    readonly say: (line: string) => void,
  ) {
    this.ends.push(() => rm(folder, { recursive: true, force: true }));
  }

  static async open(say: (line: string) => void): Promise<BenchContext> {
    return new BenchContext(await mkdtemp(join(tmpdir(), 'company-feed-bench-')), say);
  }

  /** Shared by all contenders, with the settings that it has in production: each commit is on the disk. */
  postgres(): Promise<PostgresServer> {
    this.postgresServer ??= this.owned(obtainPostgres({ dir: join(this.folder, 'postgres'), log: this.say }));
    return this.postgresServer;
  }

  rabbitmq(): Promise<RabbitmqServer> {
    this.rabbitmqServer ??= this.owned(obtainRabbitmq({ dir: join(this.folder, 'rabbitmq'), log: this.say }));
    return this.rabbitmqServer;
  }

  /** The address of a new, empty database. */
  async database(): Promise<string> {
    const { url } = await this.postgres();
    const name = `bench_${process.pid}_${++this.databases}`;
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    await client.end();
    return Object.assign(new URL(url), { pathname: `/${name}` }).href;
  }

  /** Has something stopped when the run ends, however it ends; what was started last goes first. */
  atEnd(stop: () => Promise<void>): void {
    this.ends.push(stop);
  }

  async close(): Promise<void> {
    for (let end = this.ends.pop(); end; end = this.ends.pop()) await end();
  }

  private async owned<S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> {
    const server = await starting;
    this.atEnd(() => server.stop());
    return server;
  }
}
