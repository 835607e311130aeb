import type { CloudEvent } from '#lib/envelope';
import type { Persona } from '#lib/identity';
import { entryIdOf } from '#lib/read-model';
import type { Random } from '../random.js';
import type { Request } from './request.js';
import type { World } from './world.js';

export const SOURCE = '/canteen';
/** Whoever publishes them. */
export const PUBLISHER: Persona = { subject: 'canteen', source: SOURCE };
const KINDS = ['like', 'fire', 'heart', 'clap', 'party'];
const AUDIENCES = [['everyone'], ['role:kitchen'], ['everyone', 'person:somebody']];

/** An announcement outside of any order. What it says follows from its id, and so does the entry's id. */
export function announce(world: World, random: Random): Request {
  const events = Array.from({ length: random.next() < 0.3 ? random.int(2, 5) : 1 }, () =>
    announcement(world.fresh('announcement'), random),
  );
  return events.length === 1 ? single(events[0]!) : batch(events);
}

/** Somebody reacts to an announcement that is there, or that will be. */
export function react(world: World, random: Random): Request {
  const id = random.next() < 0.25 ? world.future('announcement') : world.some('announcement');
  return reactTo(world, random)(entryIdOf(SOURCE, id));
}

/** Draws who reacts, and how; to which entry is said later. */
export function reactTo(world: World, random: Random): (entryId: string) => Request {
  const method = random.next() < 0.7 ? 'PUT' : 'DELETE';
  const [kind, by] = [random.pick(KINDS), { subject: world.some('employee') }];
  return (entryId) => ({ app: 'reactions', method, path: `/feed/${entryId}/reactions/${kind}`, by });
}

/** One stream of announcements, whose publisher counts them. */
export class Notices {
  private next = 1;

  constructor(
    private readonly stream: string,
    private readonly random: Random,
  ) {}

  /** The next few of the stream, to be sent at once and so to arrive in any order. */
  burst(): Request[] {
    const events = Array.from({ length: this.random.int(1, 4) }, () => this.one());
    return this.random.next() < 0.25 ? [batch(events.toReversed())] : events.toReversed().map(single);
  }

  private one(): CloudEvent {
    const sequence = this.next++;
    const id = `${this.stream}/${sequence}`;
    return { ...announcement(id, this.random), subject: this.stream, sequence };
  }
}

/** One announcement, outside of any order. */
export function announcement(id: string, random: Random): CloudEvent {
  const time = new Date(Date.UTC(2026, 0, 1) + random.int(0, 200 * 24 * 3600 * 1_000)).toISOString();
  return {
    specversion: '1.0',
    id,
    source: SOURCE,
    type: 'announcement.posted.v1',
    time,
    data: { text: { en: `Soup ${id}`, ru: `Суп ${id}` }, audience: random.pick(AUDIENCES) },
  };
}

const single = (body: CloudEvent): Request => ({
  app: 'event-intake',
  method: 'POST',
  path: '/events',
  body,
  contentType: 'application/cloudevents+json',
  by: PUBLISHER,
});

/** Several events in one request. */
export const batch = (body: readonly CloudEvent[]): Request => ({
  app: 'event-intake',
  method: 'POST',
  path: '/events',
  body,
  contentType: 'application/cloudevents-batch+json',
  by: PUBLISHER,
});
