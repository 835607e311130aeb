import { randomUUID } from 'node:crypto';
import type { CloudEvent } from '#lib/envelope';

/** The publisher that faults are in the name of. None of ours, so it may publish what is open to all. */
export const FOREIGN_SOURCE = '/faults';

/** A sound event of a stream of that publisher. */
export function announcement(subject: string, sequence: number, text: string): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: FOREIGN_SOURCE,
    type: 'announcement.posted.v1',
    subject,
    sequence,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data: { text: { en: text } },
  };
}
