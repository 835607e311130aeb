import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id } from '../fields.js';

/** An employee works in another department or team from now on. No team: in none. */
export const EmployeeTransferredV1 = defineEvent({
  name: 'employee.transferred',
  version: 1,
  schema: z.object({
    employeeId: id,
    departmentId: id,
    teamId: id.optional(),
    previousDepartmentId: id.optional(),
    previousTeamId: id.optional(),
  }),
});
