import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id, line } from '../fields.js';

/** A department exists no more, under the name it had last. The last event of the stream. */
export const DepartmentDissolvedV1 = defineEvent({
  name: 'department.dissolved',
  version: 1,
  schema: z.object({ departmentId: id, name: line(200) }),
});
