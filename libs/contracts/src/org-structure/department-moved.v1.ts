import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id } from '../fields.js';

/** A department is part of another one from now on. No parent: it is at the top. */
export const DepartmentMovedV1 = defineEvent({
  name: 'department.moved',
  version: 1,
  schema: z.object({ departmentId: id, parentId: id.optional(), previousParentId: id.optional() }),
});
