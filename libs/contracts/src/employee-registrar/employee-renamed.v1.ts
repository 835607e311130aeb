import { z } from 'zod';
import { defineEvent, personal } from '#lib/envelope';
import { id, line } from '../fields.js';

/** An employee has another name from now on. */
export const EmployeeRenamedV1 = defineEvent({
  name: 'employee.renamed',
  version: 1,
  schema: z.object({
    employeeId: id,
    name: personal(line(200), { of: 'employeeId' }),
    previousName: personal(line(200), { of: 'employeeId' }),
  }),
});
