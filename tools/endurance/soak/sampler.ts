import { setTimeout as sleep } from 'node:timers/promises';
import { CHIEF } from '#lib/testing';
import type { SystemUnderTest } from '../../faults/system.js';
import { inSession, type Query, SOURCES } from '../../faults/verdict/session.js';
import { type Held, heldBy, heldByFamily } from '../run/processes.js';

/** The whole system at one moment. */
export interface Sample {
  readonly at: number;
  /** In the feed's log. */
  readonly events: number;
  readonly processes: Readonly<Record<string, Held & { readonly handles?: number }>>;
  /** Of the database and the broker. */
  readonly connections: Readonly<Record<string, number>>;
  /** What is on its way, by where it is. */
  readonly backlog: Readonly<Record<string, number>>;
}

/** Looks at the system from time to time, and counts what has come to the log at a cost that does not grow with it. */
export class Sampler {
  readonly samples: Sample[] = [];
  /** In the log, by the last look. */
  logged = 0;
  private position = '0';
  private active = true;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly system: SystemUnderTest,
    private readonly everyMs: number,
  ) {}

  start(): void {
    this.looking = this.look();
  }

  async stop(): Promise<void> {
    this.active = false;
    await this.looking;
  }

  private async look(): Promise<void> {
    const begun = performance.now();
    await inSession(this.system, async (query) => {
      while (this.active) {
        // The clients go by it, so it is more recent than a sample.
        for (let n = 0; this.active && n < 20; n++) {
          await this.count(query);
          await sleep(this.everyMs / 20);
        }
        this.samples.push(await this.sample(query, Math.round(performance.now() - begun)));
      }
    });
  }

  /** Positions are given in the order of commits: whatever comes later has a higher one. */
  private async count(query: Query): Promise<void> {
    const [row] = await query<{ count: string; last: string | null }>(
      'SELECT count(*), max(position) AS last FROM feed.log WHERE position > $1',
      [this.position],
    );
    this.logged += Number(row!.count);
    this.position = row!.last ?? this.position;
  }

  private async sample(query: Query, at: number): Promise<Sample> {
    const { apps, process, postgres, rabbitmq, url, tokens } = this.system;
    const headers = await tokens.as(CHIEF);
    const nodes = await Promise.all(
      apps.map(async (app) => {
        const [held, handles] = await Promise.all([heldBy(process(app).pid!), handlesOf(url(app), headers)]);
        return [app, { ...held, handles }] as const;
      }),
    );
    const [{ clients }] = (await query<{ clients: number }>(CLIENTS)) as [{ clients: number }];
    const broker = await overview(rabbitmq!.managementUrl!);
    const outboxes = Object.values(SOURCES).map((schema) => `(SELECT count(*) FROM ${schema}.outbox)`);
    const [waiting] = await query<{ outbox: string; pending: string }>(
      `SELECT ${outboxes.join(' + ')} AS outbox, (SELECT count(*) FROM feed.pending) AS pending`,
    );
    return {
      at,
      events: this.logged,
      processes: {
        ...Object.fromEntries(nodes),
        postgres: await heldByFamily(postgres.pid!),
        rabbitmq: await heldBy(rabbitmq!.pid!),
      },
      connections: { postgres: clients, rabbitmq: broker.object_totals?.connections ?? 0 },
      backlog: {
        outbox: Number(waiting!.outbox),
        queues: broker.queue_totals?.messages ?? 0,
        pending: Number(waiting!.pending),
      },
    };
  }
}

const CLIENTS = `SELECT count(*)::int AS clients FROM pg_stat_activity WHERE backend_type = 'client backend'`;

interface Overview {
  readonly object_totals?: { readonly connections?: number };
  readonly queue_totals?: { readonly messages?: number };
}

async function overview(managementUrl: string): Promise<Overview> {
  const { origin, username, password } = new URL(managementUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${decodeURIComponent(password)}`).toString('base64')}`;
  const answer = await fetch(`${origin}/api/overview`, { headers: { authorization } });
  return (await answer.json()) as Overview;
}

async function handlesOf(url: string, headers: Record<string, string>): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`, { headers })).text();
  return Number(/^nodejs_active_handles_total (\d+)$/m.exec(metrics)?.[1] ?? NaN);
}
