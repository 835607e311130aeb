import { randomUUID } from 'node:crypto';
import { contracts } from '#lib/contracts';
import { type CloudEvent, ContractRegistry } from '#lib/envelope';
import { keyFileIn, type OpenPersonalData, openPersonalData } from '#lib/personal-data';
import type { BenchContext } from './bench-context.js';

const AT_ONCE = 2_000;

/** Makes events as the registrar publishes them: somebody new is hired, whose name is sealed by a key in this database. */
export class Hires {
  private constructor(private readonly opened: OpenPersonalData) {}

  static async in(database: string, { folder }: BenchContext): Promise<Hires> {
    const opened = await openPersonalData({
      applicationName: 'bench',
      contracts: new ContractRegistry(contracts),
      config: { DATABASE_URL: database, KEY_ENCRYPTION_KEY: await keyFileIn(folder) },
      cacheMs: 0,
    });
    return new Hires(opened);
  }

  /** Each of a stream of its own. */
  async make(count: number): Promise<CloudEvent[]> {
    const events: CloudEvent[] = [];
    while (events.length < count) {
      const some = Array.from({ length: Math.min(AT_ONCE, count - events.length) }, hired);
      events.push(...(await this.opened.personal.seal(some)));
    }
    return events;
  }

  async close(): Promise<void> {
    await this.opened.close();
  }
}

function hired(): CloudEvent {
  const employeeId = randomUUID();
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/employee-registrar',
    type: 'employee.hired.v1',
    subject: `employee/${employeeId}`,
    sequence: 1,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    correlationid: randomUUID(),
    data: { employeeId, name: `Anna Ivanova ${employeeId.slice(0, 8)}`, position: 'Engineer' },
  };
}
