import { z } from 'zod';
import { defineEvent, personal } from '#lib/envelope';
import { day, id, line } from '../fields.js';

/** Somebody joins the company. The first event of the stream `employee/<employeeId>`. */
export const EmployeeHiredV1 = defineEvent({
  name: 'employee.hired',
  version: 1,
  schema: z.object({
    employeeId: id,
    name: personal(line(200), { of: 'employeeId' }),
    position: line(200),
    departmentId: id.optional(),
    teamId: id.optional(),
    email: personal(z.email().max(254), { of: 'employeeId' }).optional(),
    startsOn: day.optional(),
  }),
});
