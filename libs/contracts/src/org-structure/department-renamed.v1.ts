import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id, line } from '../fields.js';

/** A department has another name from now on. */
export const DepartmentRenamedV1 = defineEvent({
  name: 'department.renamed',
  version: 1,
  schema: z.object({ departmentId: id, name: line(200), previousName: line(200) }),
});
