import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id } from '../fields.js';

/** A team belongs to another department from now on. */
export const TeamMovedV1 = defineEvent({
  name: 'team.moved',
  version: 1,
  schema: z.object({ teamId: id, departmentId: id, previousDepartmentId: id }),
});
