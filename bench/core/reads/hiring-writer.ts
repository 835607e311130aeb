import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '#lib/envelope';
import type { Database } from '#lib/postgres';
import { type FeedBatch, feedDatabase, FeedWriter } from '#lib/read-model';

const SOURCE = '/employee-registrar';

/** Writes hires into a feed as the projector does: each by a transaction of its own, whose commit is told to who listens. */
export class HiringWriter {
  private constructor(
    private readonly database: Database,
    private readonly writer: FeedWriter,
  ) {}

  static async open(databaseUrl: string): Promise<HiringWriter> {
    const database = feedDatabase({ url: databaseUrl, applicationName: 'bench', owner: true });
    await database.onModuleInit();
    return new HiringWriter(database, new FeedWriter(database));
  }

  /** Answers the id of its entry, once it is committed. */
  async hire(): Promise<string> {
    const batch = hireOf(randomUUID());
    await this.writer.inTransaction((feed) => feed.write(batch));
    return batch.entries[0]!.id;
  }

  async close(): Promise<void> {
    await this.database.onApplicationShutdown();
  }
}

function hireOf(employeeId: string): FeedBatch {
  const [stream, eventId, type] = [`employee/${employeeId}`, randomUUID(), 'employee.hired.v1'];
  const time = new Date().toISOString();
  const mention = `person:${employeeId}`;
  const event: CloudEvent = {
    specversion: '1.0',
    id: eventId,
    source: SOURCE,
    type,
    subject: stream,
    time,
    sequence: 1,
    data: { employeeId, name: 'Boris Petrov', position: 'Designer' },
  };
  return {
    streams: [{ source: SOURCE, stream, revision: 0, lastSequence: 1 }],
    log: [{ event, shown: true }],
    entries: [
      {
        id: randomUUID(),
        occurredAt: time,
        name: 'employee.hired',
        type,
        source: SOURCE,
        eventId,
        stream,
        args: {
          employee: { type: 'person', id: employeeId },
          position: { type: 'text', value: 'Designer' },
        },
        mentions: [mention],
        audience: ['everyone'],
      },
    ],
    names: [{ mention, name: 'Boris Petrov' }],
    namings: [{ mention, name: 'Boris Petrov', source: SOURCE, eventId }],
    placements: [{ mention, departmentId: 'd1' }],
    retracted: [],
    passed: [],
    reactions: [],
    curations: [],
    forgotten: [],
    pending: [],
    noLongerPending: [],
    parked: [],
  };
}
