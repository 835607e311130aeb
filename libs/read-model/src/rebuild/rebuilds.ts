import { type Database, sqlState, statement, type Transaction } from '#lib/postgres';
import { type OperatorAct, recordAct } from '../operator/operator-acts.js';
import { projectionTables } from '../projection-tables.js';
import { curationTables } from '../curation-tables.js';
import { mentionTables } from '../mention-tables.js';
import { pastTables } from '../past-tables.js';
import { placementTables } from '../placement-tables.js';
import { reactionTables } from '../reaction-tables.js';
import { lockPositions } from '../statements/consumption.js';
import { RebuildRefused } from './rebuild-refused.js';
import { type ProjectionReport, reportOf } from './rebuild-report.js';
import {
  dropTables,
  forgetVerification,
  insertVersion,
  listVersions,
  markDropped,
  readVersions,
  setReplaced,
  setStatus,
  waitShortly,
} from './rebuild-rows.js';
import {
  checkDroppable,
  checkReady,
  checkRollBack,
  checkSwitch,
  type Versions,
  versionsOf,
} from './version-rules.js';

/** Who decided, and why. */
export type Decision = Pick<OperatorAct, 'by' | 'reason'>;

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * What operators decide about the versions of the projection. Each decision is one transaction with its act, made behind
 * the positions lock: no live batch runs meanwhile. Throws {@link RebuildRefused}, and then nothing has changed.
 */
export class Rebuilds {
  constructor(private readonly database: Database) {}

  /** Every version, the dropped ones included. */
  async list(): Promise<ProjectionReport[]> {
    return (await this.database.run(listVersions)).map(reportOf);
  }

  /** Makes the tables of a new version; workers fill them. Answers its number. */
  async start(decision: Decision): Promise<number> {
    return this.decide(decision, 'rebuild.start', async (tx, versions) => {
      const running = versions.all.find(({ status }) => status === 'building');
      if (running) {
        throw new RebuildRefused(
          'rebuild-running',
          `Version ${running.version} is being built: drop it first.`,
        );
      }
      const version = Math.max(...versions.all.map((row) => row.version)) + 1;
      for (const made of tablesOf(version)) await tx.run(made);
      await tx.run(insertVersion, version);
      return { version };
    });
  }

  /** Lets a version be verified again. */
  async verify(version: number, decision: Decision): Promise<void> {
    await this.decide(decision, 'rebuild.verify', async (tx, versions) => {
      checkReady(versions.get(version), 'verified');
      await tx.run(forgetVerification, version);
      return { version };
    });
  }

  /** Lets readers see a version. The one that they have seen so far is written further, so that they can go back to it. */
  async switchTo(version: number, decision: Decision, acceptDifferences: boolean): Promise<void> {
    await this.decide(decision, 'rebuild.switch', async (tx, versions) => {
      const row = versions.get(version);
      checkSwitch(row, versions.live, acceptDifferences);
      await swap(tx, versions.live, version);
      await tx.run(setReplaced, version, versions.live);
      return { version, instead: versions.live, acceptDifferences, verification: row.verification };
    });
  }

  /** Lets readers see again what was live before `version`. Answers which that is. */
  async rollBack(version: number, decision: Decision): Promise<number> {
    return this.decide(decision, 'rebuild.rollback', async (tx, versions) => {
      const before = checkRollBack(versions.get(version), versions);
      await swap(tx, version, before);
      await tx.run(setReplaced, version, null);
      return { version: before, instead: version };
    });
  }

  /** Gives a version up, also one that is being built. What was decided stays so when the tables are in use just then. */
  async drop(version: number, decision: Decision): Promise<void> {
    await this.decide(decision, 'rebuild.drop', async (tx, versions) => {
      checkDroppable(versions.get(version));
      await tx.run(setStatus, version, 'retired');
      return { version };
    });
    // Apart from the lock: batches that go on must not wait for a page that is being read.
    try {
      await this.database.inTransaction(async (tx) => {
        await tx.run(waitShortly);
        await tx.run(dropTables(version));
        await tx.run(markDropped, version);
      });
    } catch (error) {
      if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
      throw new RebuildRefused(
        'version-in-use',
        `Version ${version} is retired; its tables are being read, and are still there: drop it again.`,
      );
    }
  }

  private async decide(
    decision: Decision,
    act: string,
    work: (tx: Transaction, versions: Versions) => Promise<{ version: number; [detail: string]: unknown }>,
  ): Promise<number> {
    return this.database.inTransaction(async (tx) => {
      await tx.run(lockPositions);
      const details = await work(tx, versionsOf(await tx.run(readVersions)));
      await recordAct(tx, { ...decision, act, details });
      return details.version;
    });
  }
}

/** There is one live version at a time: the database sees to it. */
async function swap(tx: Transaction, live: number, next: number): Promise<void> {
  await tx.run(setStatus, live, 'ready');
  await tx.run(setStatus, next, 'live');
}

/** Each a statement of its own: a prepared one can have no other behind it. */
function tablesOf(version: number) {
  const tables = [
    projectionTables,
    reactionTables,
    placementTables,
    curationTables,
    mentionTables,
    pastTables,
  ];
  const texts = tables.flatMap((of) => of(version).split(/;\s*/));
  return texts
    .filter((text) => text.trim() !== '')
    .map((text, n) => statement<[], never>(`feed_make_v${version}_${n}`, text));
}
