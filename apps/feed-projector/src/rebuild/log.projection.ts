import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Card, cardOf } from '#lib/cards';
import { contracts } from '#lib/contracts';
import { ContractRegistry } from '#lib/envelope';
import type { PersonalData } from '#lib/personal-data';
import type { Projecting, Reprojection } from '#lib/read-model';
import { toChanges } from '../feed-batch.mapper.js';
import { type ProjectedEvent, projectEvent } from '../project-event.js';

/** Events between two looks at what else the process has to do: live batches and requests go on beside a rebuild. */
const AT_ONCE = 100;

/** Reads logged events by the contracts, cards and keys of today. */
export function logProjection(personal: PersonalData): Projecting {
  return async (events) => {
    const dataOf = await personal.open(events);
    const projected: ProjectedEvent[] = [];
    for (let from = 0; from < events.length; from += AT_ONCE) {
      const next = events.slice(from, from + AT_ONCE);
      projected.push(...next.map((event) => projectEvent(event, dataOf(event))));
      await nextTurn();
    }
    return toChanges(projected);
  };
}

/** What the log ought to show, by the contracts, cards and keys of today. */
export function reprojection(personal: PersonalData): Reprojection {
  return {
    entryTypes: typesThatShow('entry'),
    retractionTypes: typesThatShow('retraction'),
    entriesOf: async (events) => {
      const dataOf = await personal.open(events);
      return events.map((event) => projectEvent(event, dataOf(event)).entry);
    },
  };
}

/** In all their versions. */
function typesThatShow(shows: Card['shows']): string[] {
  const shown = contracts.filter(({ type }) => cardOf(type)?.shows === shows);
  return new ContractRegistry(shown).types();
}
