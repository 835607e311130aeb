import { randomUUID } from 'node:crypto';
import { contracts } from '#lib/contracts';
import { type CloudEvent, ContractRegistry, encodeEvent } from '#lib/envelope';
import type { Delivery } from '#lib/messaging';
import { type OpenPersonalData, openPersonalData, type PersonalData } from '#lib/personal-data';
import { type Database, statement } from '#lib/postgres';
import {
  type EntryRow,
  feedDatabase,
  FeedReader,
  FeedWriter,
  LoggedEvent,
  ParkedMessage,
} from '#lib/read-model';
import { createTestDatabase, KEY_ENCRYPTION_KEY } from '#lib/testing';
import { BatchProjector } from '../src/batch.projector.js';
import { anyPublisher, type Publishers } from '../src/publishers/publishers.js';

const pendingOf = statement<[stream: string], { sequence: string }>(
  'spec_pending_of',
  'SELECT sequence FROM pending WHERE stream = $1 ORDER BY sequence',
);

/** As a projector has it: no key is remembered. */
export function personalDataIn(url: string): Promise<OpenPersonalData> {
  return openPersonalData({
    applicationName: 'spec',
    contracts: new ContractRegistry(contracts),
    config: { DATABASE_URL: url, KEY_ENCRYPTION_KEY },
    cacheMs: 0,
  });
}

/** A projector on a feed of its own, and what it made of the messages. */
export class ProjectorBench {
  readonly projector: BatchProjector;
  readonly reader: FeedReader;

  private constructor(
    readonly database: Database,
    readonly url: string,
    readonly publishers: Publishers,
    private readonly opened: OpenPersonalData,
    private readonly drop: () => Promise<void>,
  ) {
    this.projector = this.another();
    this.reader = new FeedReader(database);
  }

  static async open(publishers = anyPublisher): Promise<ProjectorBench> {
    const { url, drop } = await createTestDatabase();
    const database = feedDatabase({ url, applicationName: 'spec', owner: true });
    await database.onModuleInit();
    return new ProjectorBench(database, url, publishers, await personalDataIn(url), drop);
  }

  get personal(): PersonalData {
    return this.opened.personal;
  }

  /** One more projector beside it. */
  another(): BatchProjector {
    return new BatchProjector(new FeedWriter(this.database), this.publishers, this.personal);
  }

  async close(): Promise<void> {
    await this.opened.close();
    await this.database.onApplicationShutdown();
    await this.drop();
  }

  async about(person: string): Promise<readonly EntryRow[]> {
    const { version } = await this.reader.position();
    return (await this.reader.page(version, { audiences: ['everyone'], limit: 50, person })).entries;
  }

  logOf(employeeId: string): Promise<LoggedEvent[]> {
    const where = { stream: `employee/${employeeId}` };
    return this.database.repository(LoggedEvent).find({ where, order: { position: 'ASC' } });
  }

  parkedOf(employeeId: string): Promise<ParkedMessage[]> {
    const where = { stream: `employee/${employeeId}` };
    return this.database.repository(ParkedMessage).find({ where, order: { id: 'ASC' } });
  }

  pendingOf(employeeId: string): Promise<{ sequence: string }[]> {
    return this.database.run(pendingOf, `employee/${employeeId}`);
  }
}

export const newPerson = () => randomUUID();
export const deliver = (...events: CloudEvent[]): Delivery[] =>
  events.map((event) => ({ ...encodeEvent(event), redelivered: false }));
export const raw = (body: string): Delivery => ({
  contentType: 'application/cloudevents+json',
  headers: { 'x-from': 'spec' },
  body: Buffer.from(body),
  redelivered: false,
});

export function hired(employeeId: string, sequence: number, more: Partial<CloudEvent> = {}): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/employee-registrar',
    type: 'employee.hired.v1',
    subject: `employee/${employeeId}`,
    sequence,
    time: '2026-11-20T10:00:00.123Z',
    correlationid: 'request-1',
    data: { employeeId, name: 'Anna Ivanova', position: 'Engineer' },
    ...more,
  };
}

export const promoted = (employeeId: string, sequence: number, more: Partial<CloudEvent> = {}) =>
  hired(employeeId, sequence, {
    type: 'employee.position-changed.v1',
    data: { employeeId, position: `Lead ${sequence}`, previousPosition: 'Engineer' },
    ...more,
  });

/** A thank-you, and that it was taken back. */
export function thanked(from: string, to: readonly string[]): [given: CloudEvent, takenBack: CloudEvent] {
  const thanksId = randomUUID();
  const common = { source: '/thanks', subject: `thanks/${thanksId}` };
  return [
    hired('', 1, { ...common, type: 'thanks.given.v1', data: { thanksId, from, to, message: 'Thank you!' } }),
    hired('', 2, { ...common, type: 'thanks.taken-back.v1', data: { thanksId } }),
  ];
}

export const reacted = (
  entryId: string,
  personId: string,
  sequence: number,
  what: 'added' | 'removed',
  kind = 'like',
): CloudEvent =>
  hired('', sequence, {
    source: '/reactions',
    subject: `reaction/${entryId}/${personId}`,
    type: `reaction.${what}.v1`,
    data: { entryId, personId, kind },
  });
