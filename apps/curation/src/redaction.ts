import type { TextRedactedV1 } from '#lib/contracts';
import type { Decider } from '#lib/decider';
import type { DataOf, EventOf } from '#lib/envelope';

export type RedactionEvent = EventOf<typeof TextRedactedV1>;

/** What is to be redacted, and whose word it is. */
export type Redaction = DataOf<typeof TextRedactedV1>;

/** A stream for each event. Whether there is one nobody asks: it may be on its way. */
export const streamOf = (service: string, eventId: string): string => `redaction/${service}/${eventId}`;

export const redaction: Decider<{ readonly redacted: boolean }, RedactionEvent> = {
  initialState: { redacted: false },
  evolve: () => ({ redacted: true }),
};

/** For good: there is no way back. */
export function redact({ redacted }: { redacted: boolean }, data: Redaction): RedactionEvent[] {
  return redacted ? [] : [{ type: 'text.redacted.v1', data }];
}
