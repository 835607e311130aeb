import type { Evidence, StoredEvent, Violation } from './evidence.js';

/** Events that begin their stream, without their version. */
const BEGINNINGS = new Set(['employee.hired', 'department.created', 'team.created', 'thanks.given']);
/** What only changes a reaction to what it was not. */
const TURNS = new Set(['reaction.added', 'reaction.removed']);

/** Whether each stream could have come about by its rules: numbered without a gap, begun once, turned only to the other side. */
export function judgeStreams({ stored }: Pick<Evidence, 'stored'>): Violation[] {
  const streams = Map.groupBy(stored, ({ app, stream }) => `${app} ${stream}`);
  return [...streams].flatMap(([name, events]): Violation[] => {
    const inOrder = events.toSorted((a, b) => a.version - b.version);
    return [...judgeNumbers(name, inOrder), ...judgeBeginnings(name, inOrder), ...judgeTurns(name, inOrder)];
  });
}

function judgeNumbers(name: string, events: readonly StoredEvent[]): Violation[] {
  if (events.every(({ version }, n) => version === n + 1)) return [];
  const versions = events.map(({ version }) => version).join(' ');
  return [{ verdict: 'disordered', what: `${name} has the versions ${versions}` }];
}

function judgeBeginnings(name: string, events: readonly StoredEvent[]): Violation[] {
  const again = events.slice(1).filter(({ type }) => BEGINNINGS.has(nameOf(type)));
  return again.map(({ eventId, type, version }) => {
    return {
      verdict: 'doubled',
      what: `${eventId} is the ${type} of ${name} once more, as version ${version}`,
    };
  });
}

function judgeTurns(name: string, events: readonly StoredEvent[]): Violation[] {
  const turns = events.filter(({ type }) => TURNS.has(nameOf(type)));
  return [...Map.groupBy(turns, ({ data }) => (data as { kind?: string }).kind).values()].flatMap((ofKind) =>
    ofKind
      .filter(({ type }, n) => (nameOf(type) === 'reaction.added') !== (n % 2 === 0))
      .map(({ eventId, type }): Violation => {
        return { verdict: 'doubled', what: `${eventId} is ${type} of ${name} where it was so already` };
      }),
  );
}

const nameOf = (type: string): string => type.replace(/\.v\d+$/, '');
