import { contracts } from '#lib/contracts';
import { type CloudEvent, ContractRegistry } from '#lib/envelope';
import { openPersonalData, type PersonalData } from '#lib/personal-data';
import type { Database } from '#lib/postgres';
import { feedDatabase, FeedWriter, Rebuilds, RebuildStore } from '#lib/read-model';
import { KEY_ENCRYPTION_KEY } from '#lib/testing';
import { NO_BATCH } from '../../../apps/feed-projector/src/feed-batch.mapper.js';
import { logProjection } from '../../../apps/feed-projector/src/rebuild/log.projection.js';
import { companyEvents } from '../../../tools/rebuild/company-history.js';

const WHO = { by: 'bench', reason: 'measuring' };
/** As much at once as `REBUILD_BATCH` has it unless it is set; and no rest. */
const PACE = { batch: 2_000, duty: 100 };

/** A log that holds what a company did, sealed as it comes from the sources; nothing of it is in the feed. */
export class FilledLog {
  private readonly rebuilds: Rebuilds;
  private readonly store: RebuildStore;

  private constructor(
    readonly url: string,
    readonly events: number,
    private readonly database: Database,
    private readonly personal: PersonalData,
    private readonly closePersonal: () => Promise<void>,
  ) {
    this.rebuilds = new Rebuilds(database);
    this.store = new RebuildStore(database);
  }

  static async of(url: string, count: number): Promise<FilledLog> {
    const database = feedDatabase({ url, applicationName: 'bench', owner: true });
    await database.onModuleInit();
    const { personal, close } = await openPersonalData({
      applicationName: 'bench',
      contracts: new ContractRegistry(contracts),
      config: { DATABASE_URL: url, KEY_ENCRYPTION_KEY },
      cacheMs: 0,
    });
    const writer = new FeedWriter(database);
    let events = 0;
    for (const batch of companyEvents(count)) {
      await writer.inTransaction(async (feed) =>
        feed.write({ ...NO_BATCH, log: (await personal.sealReceived<CloudEvent>(batch)).map(logged) }),
      );
      events += batch.length;
    }
    return new FilledLog(url, events, database, personal, close);
  }

  /** Builds one more version, as the worker in a projector does when it need not rest. Answers its number. */
  async rebuild(): Promise<number> {
    const version = await this.rebuilds.start(WHO);
    const project = logProjection(this.personal);
    for (;;) {
      const step = await this.store.step(project, PACE);
      if (step.did === 'caught up') return version;
      if (step.did !== 'wrote') throw new Error(`the rebuild ${JSON.stringify(step)}`);
    }
  }

  async drop(version: number): Promise<void> {
    await this.rebuilds.drop(version, WHO);
  }

  async close(): Promise<void> {
    await this.closePersonal();
    await this.database.onApplicationShutdown();
  }
}

const logged = (event: CloudEvent): { event: CloudEvent; shown: true } => ({ event, shown: true });
