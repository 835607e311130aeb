import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { line } from '../fields.js';

/** A pinned entry stands among the others again. In the stream `curation/<entryId>`; `by`: whose token it was. */
export const EntryUnpinnedV1 = defineEvent({
  name: 'entry.unpinned',
  version: 1,
  schema: z.object({ entryId: z.uuid(), by: line(255) }),
});
