import { readFile } from 'node:fs/promises';
import { cpus, platform, release, totalmem } from 'node:os';
import { Client } from 'pg';
import type { BenchContext } from './bench-context.js';

/** What figures depend on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  /** Settings of the database that decide what a commit costs, as it has them. */
  readonly postgres: Readonly<Record<string, string>>;
  readonly rabbitmq: string;
}

const SETTINGS = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers'];

export async function describeMachine(context: BenchContext): Promise<Machine> {
  const [core] = cpus();
  return {
    processor: core?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: await systemName(),
    node: process.version,
    postgres: await settingsOf(context),
    rabbitmq: 'quorum queues on one node, persistent messages, publisher confirms',
  };
}

async function systemName(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^PRETTY_NAME="(.+)"$/m.exec(text)?.[1] ?? `${platform()} ${release()}`;
}

async function settingsOf(context: BenchContext): Promise<Record<string, string>> {
  const client = new Client({ connectionString: (await context.postgres()).url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; value: string }>(
      'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS s (name)',
      [SETTINGS],
    );
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  } finally {
    await client.end();
  }
}
