import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { line } from '../fields.js';

/** An editor puts an entry above the others, until a time or until it is unpinned. In the stream `curation/<entryId>`; `by`: whose token it was. */
export const EntryPinnedV1 = defineEvent({
  name: 'entry.pinned',
  version: 1,
  schema: z.object({ entryId: z.uuid(), until: z.iso.datetime({ offset: true }).optional(), by: line(255) }),
});
