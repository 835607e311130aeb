import type { CloudEvent } from '#lib/envelope';
import { type Database, statement } from '#lib/postgres';
import {
  type Projecting,
  type ProjectionReport,
  Rebuilds,
  type RebuildStep,
  RebuildStore,
  RebuildVerifier,
  type Verification,
} from '#lib/read-model';
import { logProjection, reprojection } from '../src/rebuild/log.projection.js';
import { deliver, type ProjectorBench } from './projector-bench.js';

export const who = { by: 'anna', reason: 'a spec' };
const forever = new AbortController().signal;

/** Rebuilds as a worker does them, step by step. */
export class RebuildBench {
  readonly rebuilds: Rebuilds;
  readonly projectLog: Projecting;
  private readonly store: RebuildStore;
  private readonly database: Database;

  constructor(private readonly bench: ProjectorBench) {
    this.database = bench.database;
    this.rebuilds = new Rebuilds(this.database);
    this.store = new RebuildStore(this.database);
    this.projectLog = logProjection(bench.personal);
  }

  step(batch: number, project = this.projectLog, duty = 100): Promise<RebuildStep> {
    return this.store.step(project, { batch, duty });
  }

  /** Steps until the version is written with every live batch. */
  async catchUp(batch: number): Promise<void> {
    for (;;) {
      const { did } = await this.step(batch);
      if (did === 'caught up') return;
      if (did !== 'wrote') throw new Error(`the rebuild ${did}`);
    }
  }

  /** Builds a new version from the whole log. */
  async build(batch = 50): Promise<number> {
    const version = await this.rebuilds.start(who);
    await this.catchUp(batch);
    return version;
  }

  async verify(): Promise<Verification> {
    const verified = await new RebuildVerifier(this.database).verifyNext(
      reprojection(this.bench.personal),
      100,
      forever,
    );
    if (!verified) throw new Error('nothing waits to be verified');
    return verified;
  }

  async report(version: number): Promise<ProjectionReport> {
    const found = (await this.rebuilds.list()).find((candidate) => candidate.version === version);
    if (!found) throw new Error(`there is no version ${version}`);
    return found;
  }

  /** Hands messages out to two projectors at once, in batches of these sizes. */
  async play(messages: readonly CloudEvent[], sizes: readonly number[]): Promise<void> {
    const batches: CloudEvent[][] = [];
    for (let from = 0; from < messages.length; from += batches.at(-1)!.length) {
      batches.push(messages.slice(from, from + sizes[batches.length % sizes.length]!));
    }
    const run = async (): Promise<void> => {
      const projector = this.bench.another();
      for (let batch = batches.shift(); batch; batch = batches.shift())
        await projector.project(deliver(...batch));
    };
    await Promise.all([run(), run()]);
  }

  /** Empties the log and the first version. */
  async forget(): Promise<void> {
    await this.database.run(forget);
  }

  /** Leaves the live version alone. */
  async dropAll(): Promise<void> {
    for (const { version, status, droppedAt } of await this.rebuilds.list()) {
      if (status !== 'live' && droppedAt === null) await this.rebuilds.drop(version, who);
    }
  }

  /** All that is kept of messages, as it is stored. */
  async kept(): Promise<unknown> {
    return this.database.run(kept);
  }

  /** What happened to entries of the live version since. */
  async changesAfter(position: string): Promise<string[]> {
    const { version } = await this.bench.reader.position();
    return (await this.database.run(changesAfter(version), position)).map(({ kind }) => kind);
  }

  /** Everything of a version that readers may get to see. */
  async whole(version: number): Promise<Record<string, unknown>> {
    const [row] = await this.database.run(whole(version));
    return row!.feed;
  }
}

const forget = statement<[], never>(
  'spec_forget',
  `TRUNCATE log, stream_progress, pending, entry_v1, entry_audience_v1, entry_mention_v1, entry_past_v1, name_past_v1, name_v1, placement_v1, change_v1, reaction_v1,
            reaction_count_v1`,
);

const kept = statement<[], { kept: string }>(
  'spec_kept',
  `SELECT event::text AS kept FROM log UNION ALL SELECT event::text FROM pending
   UNION ALL SELECT concat(convert_from(body, 'UTF8'), detail, headers) FROM parked WHERE event_id IS NOT NULL`,
);

const changesAfter = (v: number) =>
  statement<[position: string], { kind: string }>(
    `spec_changes_after_v${v}`,
    `SELECT kind FROM change_v${v} WHERE position > $1 ORDER BY position`,
  );

const whole = (v: number) =>
  statement<[], { feed: Record<string, unknown> }>(
    `spec_whole_v${v}`,
    `SELECT json_build_object(
       'entries', (SELECT json_agg(e ORDER BY e.id) FROM entry_v${v} e),
       'pages', (SELECT json_agg(a ORDER BY a.audience, a.occurred_at, a.entry_id) FROM entry_audience_v${v} a),
       'past', (SELECT json_agg(p ORDER BY p.id) FROM entry_past_v${v} p),
       'namings', (SELECT json_agg(n ORDER BY n.mention, n.position) FROM name_past_v${v} n),
       'mentions', (SELECT json_agg(p ORDER BY p.mention, p.audience, p.occurred_at, p.entry_id) FROM entry_mention_v${v} p),
       'placements', (SELECT json_object_agg(mention, department_id ORDER BY mention) FROM placement_v${v}),
       'names', (SELECT json_object_agg(mention, name ORDER BY mention) FROM name_v${v}),
       'reactions', (SELECT json_agg(r ORDER BY r.entry_id, r.person_id, r.kind) FROM reaction_v${v} r),
       'counts', (SELECT json_agg(c ORDER BY c.entry_id, c.kind) FROM reaction_count_v${v} c WHERE c.count > 0)) AS feed`,
  );
