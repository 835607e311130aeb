import type { Opening } from '#lib/event-store';
import type { PersonalData } from '#lib/personal-data';

/** Reads what is sealed in stored events. `source`: of those that were recorded without an envelope of their own. */
export function openingOf(personal: PersonalData, source: string): Opening {
  return async (events) => {
    const published = events.map(({ id, type, data, meta: { envelope } }) => {
      return { source: envelope?.source ?? source, id: envelope?.id ?? id, type, data };
    });
    const dataOf = await personal.open(published);
    return published.map(dataOf);
  };
}
