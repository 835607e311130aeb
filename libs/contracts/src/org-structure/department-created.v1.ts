import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id, line } from '../fields.js';

/** A department begins. The first event of the stream `department/<departmentId>`. No parent: it is at the top. */
export const DepartmentCreatedV1 = defineEvent({
  name: 'department.created',
  version: 1,
  schema: z.object({ departmentId: id, name: line(200), parentId: id.optional() }),
});
