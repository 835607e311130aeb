import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { line } from '../fields.js';

/** A hidden entry is shown again to whom it was meant for. In the stream `curation/<entryId>`; `by`: whose token it was. */
export const EntryShownV1 = defineEvent({
  name: 'entry.shown',
  version: 1,
  schema: z.object({ entryId: z.uuid(), by: line(255) }),
});
