import { contracts } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import { keyFileIn, openPersonalData, type PersonalEvent } from '#lib/personal-data';
import type { SystemUnderTest } from '../system.js';

/** The same events with what is sealed in them opened; what nobody can read is left as it stands. */
export type Clear = <Event extends PersonalEvent>(events: readonly Event[]) => Promise<Event[]>;

/** Reads as the apps of the system do, so that what they stored can be compared with what they were sent. */
export async function inTheClear<Result>(
  { mode, dir, postgres }: Pick<SystemUnderTest, 'mode' | 'dir' | 'postgres'>,
  work: (clear: Clear) => Promise<Result>,
): Promise<Result> {
  const { personal, close } = await openPersonalData({
    applicationName: 'company-feed checker',
    contracts: new ContractRegistry(contracts),
    config: {
      DATABASE_URL: postgres.url,
      KEY_ENCRYPTION_KEY: await keyFileIn(mode === 'standalone' ? `${dir}/data` : dir),
    },
    cacheMs: 30_000,
  });
  try {
    return await work(async (events) => {
      const dataOf = await personal.open(events);
      return events.map((event) => {
        try {
          return { ...event, data: dataOf(event) };
        } catch {
          return event;
        }
      });
    });
  } finally {
    await close();
  }
}
