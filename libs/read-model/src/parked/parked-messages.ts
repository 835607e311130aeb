import { MoreThan } from 'typeorm';
import type { Database } from '#lib/postgres';
import { ParkedMessage } from '../entities/parked-message.entity.js';
import type { StreamKey } from '../feed-batch.js';
import { listUnits, streamHasReason } from './statements.js';

/** What a list tells of a parked message: all but its content. */
const LINE = {
  id: true,
  parkedAt: true,
  reason: true,
  detail: true,
  source: true,
  stream: true,
  sequence: true,
  eventId: true,
  requestId: true,
  attempts: true,
  triedAt: true,
} as const satisfies Partial<Record<keyof ParkedMessage, true>>;
export type ParkedLine = Pick<ParkedMessage, keyof typeof LINE>;

export interface ParkedQuery {
  readonly limit: number;
  /** Messages that were parked after the one with this id. */
  readonly after?: string | undefined;
  readonly reason?: string | undefined;
  readonly source?: string | undefined;
  readonly stream?: string | undefined;
}

/** What can be replayed apart from the rest: a stream, or the id of a message that is of none. */
export type ParkedUnit = StreamKey | { readonly id: string };

/** Reads what is parked. */
export class ParkedMessages {
  constructor(private readonly database: Database) {}

  /** In the order in which they were parked. */
  async list({ limit, after, reason, source, stream }: ParkedQuery): Promise<ParkedLine[]> {
    return this.database.repository(ParkedMessage).find({
      select: LINE,
      where: {
        ...(after !== undefined && { id: MoreThan(after) }),
        ...(reason !== undefined && { reason }),
        ...(source !== undefined && { source }),
        ...(stream !== undefined && { stream }),
      },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  async find(id: string): Promise<ParkedMessage | undefined> {
    return (await this.database.repository(ParkedMessage).findOneBy({ id })) ?? undefined;
  }

  /** All that is parked now, in units; those with a message of one of the reasons `last` at the end. */
  async units(last: readonly string[]): Promise<ParkedUnit[]> {
    const rows = await this.database.run(listUnits, last);
    return rows.map(({ source, stream, id }) =>
      id === null ? { source: source!, stream: stream! } : { id },
    );
  }

  async streamHas({ source, stream }: StreamKey, reason: string): Promise<boolean> {
    const [row] = await this.database.run(streamHasReason, source, stream, reason);
    return row!.has;
  }
}
