import { mayPublish } from '#lib/contracts';
import type { CloudEvent } from '#lib/envelope';
import { PUBLISHER_NOT_ALLOWED, type PublisherRefusal } from './publishers.js';

const NOT_ALLOWED: PublisherRefusal = {
  reason: 'source-not-allowed',
  detail: 'its source may not publish events of its type',
};

/** Why an event has no place among those of the source that it names. `refused`: what is known of it beforehand. */
export function barredBy(
  event: CloudEvent,
  refused: ReadonlyMap<CloudEvent, PublisherRefusal>,
): PublisherRefusal | undefined {
  if (!mayPublish(event.source, event.type)) return NOT_ALLOWED;
  const refusal = refused.get(event);
  return refusal?.reason === PUBLISHER_NOT_ALLOWED ? refusal : undefined;
}
