import { z } from 'zod';
import { defineEvent, personal } from '#lib/envelope';
import { line } from '../fields.js';

/** An editor takes an entry out of sight, whoever it was meant for. In the stream `curation/<entryId>`; `by`: whose token it was. */
export const EntryHiddenV1 = defineEvent({
  name: 'entry.hidden',
  version: 1,
  schema: z.object({
    entryId: z.uuid(),
    /** It may speak of anybody. */
    reason: personal(line(200), { of: 'by', alone: true }),
    by: line(255),
  }),
});
