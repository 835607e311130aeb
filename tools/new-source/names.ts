import { type Spelling, spell } from './spelling.js';

/** All that templates and edits need to know of a source that is to be made. */
export interface NewSource {
  /** The app, its schema and its route, e.g. `anniversaries`. */
  readonly source: Spelling;
  /** What its streams are about, e.g. `anniversary`. */
  readonly entity: Spelling;
  /** Its first event as files are called after it, e.g. `anniversary-reached`. */
  readonly event: Spelling;
  /** The same as the contract calls it, e.g. `anniversary.reached`. */
  readonly eventName: string;
  readonly port: number;
}

/** `eventName` is `<entity>.<what happened>`. */
export function newSource(name: string, eventName: string, port: number): NewSource {
  const [entity = ''] = eventName.split('.');
  return {
    source: spell(name),
    entity: spell(entity),
    event: spell(eventName.replace('.', '-')),
    eventName,
    port,
  };
}

/** The first from 3001 on that none of the texts names. */
export function freePort(...texts: readonly string[]): number {
  const used = new Set(texts.flatMap((text) => text.match(/\b3\d{3}\b/g) ?? []));
  let port = 3001;
  while (used.has(String(port))) port++;
  return port;
}
