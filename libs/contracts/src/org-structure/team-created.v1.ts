import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id, line } from '../fields.js';

/** A team begins, in a department. The first event of the stream `team/<teamId>`. */
export const TeamCreatedV1 = defineEvent({
  name: 'team.created',
  version: 1,
  schema: z.object({ teamId: id, name: line(200), departmentId: id }),
});
