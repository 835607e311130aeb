import {
  EVENTS_EXCHANGE,
  feedTopology,
  partitionQueue,
  PROJECTOR_GROUP,
  requestQueue,
  REQUESTS_EXCHANGE,
} from './topology.js';

/** What a user of the broker may do, as RabbitMQ takes it: each a regular expression on names. */
export interface Rights {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
  /** The routing keys with which it may publish to {@link EVENTS_EXCHANGE}, and those with which it may bind to it. */
  readonly topics: { readonly write: string; readonly read: string };
}

/** Somebody whom the broker lets in. */
export interface BrokerUser {
  readonly name: string;
  readonly rights: Rights;
}

/** The user of the app that consumes, and declares what there is. */
export const PROJECTOR_USER = 'feed-projector';

const NOTHING = '^$';
/** Queues that the broker has given a name. */
const UNNAMED = 'amq[.]gen-.*';

/** Every user of an app of the feed. `publishes`: the names of the events of each app that publishes. */
export function appUsers(publishes: Readonly<Record<string, readonly string[]>>): BrokerUser[] {
  const sources = Object.entries(publishes).map(([name, events]) => ({
    name,
    rights: rightsOfSource(name, events),
  }));
  return [...sources, { name: PROJECTOR_USER, rights: rightsOfProjector() }];
}

/** Of a system that is none of ours: it publishes events of these names, in any version, and that is all. */
export function rightsToPublish(events: readonly string[]): Rights {
  const keys = `^(${events.map(quoted).join('|')})[.]v[0-9]+$`;
  const topics = { write: keys, read: NOTHING };
  return { configure: NOTHING, write: exactly(quoted(EVENTS_EXCHANGE)), read: NOTHING, topics };
}

/** It also has a queue for what it is asked to publish again: makes it, binds it, and reads it. */
function rightsOfSource(name: string, events: readonly string[]): Rights {
  const requests = quoted(requestQueue(name));
  return {
    ...rightsToPublish(events),
    configure: exactly(requests),
    write: exactly(quoted(EVENTS_EXCHANGE), requests),
    read: exactly(quoted(REQUESTS_EXCHANGE), requests),
  };
}

/** All that is in the topology, however many partitions there come to be; but it publishes no event. */
function rightsOfProjector(): Rights {
  const { exchanges, queues } = feedTopology({ partitions: 1 });
  const names = new Set([...exchanges, ...queues].map(({ name }) => name));
  names.delete(partitionQueue(0));
  const all = [...[...names].map(quoted), `${quoted(PROJECTOR_GROUP)}[.][0-9]+`, UNNAMED];
  const others = all.filter((name) => name !== quoted(EVENTS_EXCHANGE));
  const topics = { write: NOTHING, read: '.*' };
  return { configure: exactly(...all), write: exactly(...others), read: exactly(...all), topics };
}

function exactly(...patterns: readonly string[]): string {
  return `^(${patterns.join('|')})$`;
}

function quoted(name: string): string {
  // Not by a backslash, which shells and JSON have meanings for.
  return name.replaceAll('.', '[.]');
}
