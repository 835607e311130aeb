import { v5 as uuidv5 } from 'uuid';

const NAMESPACE = '5f0c2a1e-7d0f-4d0e-9a4b-1f3f6c1b8a77';

/** The same event has the same entry in every projection, also after a rebuild. An event is known by source and id. */
export function entryIdOf(source: string, eventId: string): string {
  return uuidv5(JSON.stringify([source, eventId]), NAMESPACE);
}
