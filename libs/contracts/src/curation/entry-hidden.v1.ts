import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { line } from '../fields.js';

/** An editor takes an entry out of sight, whoever it was meant for. In the stream `curation/<entryId>`; `by`: whose token it was. */
export const EntryHiddenV1 = defineEvent({
  name: 'entry.hidden',
  version: 1,
  schema: z.object({ entryId: z.uuid(), reason: line(200), by: line(255) }),
});
