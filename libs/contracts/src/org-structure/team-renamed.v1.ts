import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id, line } from '../fields.js';

/** A team has another name from now on. */
export const TeamRenamedV1 = defineEvent({
  name: 'team.renamed',
  version: 1,
  schema: z.object({ teamId: id, name: line(200), previousName: line(200) }),
});
