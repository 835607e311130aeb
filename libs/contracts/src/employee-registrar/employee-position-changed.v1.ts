import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id, line } from '../fields.js';

/** An employee does other work from now on. */
export const EmployeePositionChangedV1 = defineEvent({
  name: 'employee.position-changed',
  version: 1,
  schema: z.object({ employeeId: id, position: line(200), previousPosition: line(200) }),
});
