import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { line } from '../fields.js';

/** What an event says in somebody's own words is erased, here and in every copy. In the stream `redaction/<service>/<event id>`; `by`: whose token it was. */
export const TextRedactedV1 = defineEvent({
  name: 'text.redacted',
  version: 1,
  schema: z.object({
    /** As they stand in the envelope of that event. */
    source: line(255),
    eventId: line(255),
    by: line(255),
  }),
});
