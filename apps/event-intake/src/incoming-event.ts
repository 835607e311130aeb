import type { CloudEvent } from '#lib/envelope';
import type { Fault } from '#lib/service';

/** Where something stands in the request. */
export type Place = Pick<Fault, 'pointer' | 'header'>;

/** Where in the request a member of the event stands, e.g. `['data', 'text', 'en']`; the event itself: `[]`. */
export type Locate = (path: readonly PropertyKey[]) => Place;

/** An event as it came, with the way back to where it was written. */
export interface IncomingEvent {
  readonly event: CloudEvent;
  readonly at: Locate;
}

/** The event is the body, or a part of it. */
export const inBody =
  (...prefix: readonly PropertyKey[]): Locate =>
  (path) => ({ pointer: ['#', ...[...prefix, ...path].map(pointerSegment)].join('/') });

/** Attributes are headers, and the body is the data. */
export const inHeaders: Locate = ([first, ...rest]) => {
  if (first === undefined || first === 'data') return inBody()(rest);
  return { header: first === 'datacontenttype' ? 'content-type' : `ce-${String(first)}` };
};

function pointerSegment(key: PropertyKey): string {
  return encodeURIComponent(String(key).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
}
