import type { CloudEvent } from '#lib/envelope';
import type { KeptAgain, ParkedRow } from '#lib/read-model';
import { keepEvent } from '../parked-message.mapper.js';
import type { Rejected } from '../plan-batch.js';

/** The event that `keepEvent` parked. It was checked when it came. */
export function eventOf({ body }: ParkedRow): CloudEvent {
  return JSON.parse(body.toString()) as CloudEvent;
}

/** An event that is parked still, where it stands with its newer reason. `isNoted`: the trial was counted before. */
export function keptAgain(id: string, rejected: Rejected, isNoted: boolean): KeptAgain {
  const { reason } = rejected;
  const { stream, sequence, ...kept } = keepEvent(rejected);
  return {
    id,
    reason,
    detail: kept.detail,
    ...(stream !== undefined && sequence !== undefined && { stream, sequence }),
    tries: isNoted || reason === 'stream-parked' ? 0 : 1,
  };
}
