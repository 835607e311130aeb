import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id, line } from '../fields.js';

/** A team exists no more, under the name it had last. The last event of the stream. */
export const TeamDissolvedV1 = defineEvent({
  name: 'team.dissolved',
  version: 1,
  schema: z.object({ teamId: id, name: line(200) }),
});
