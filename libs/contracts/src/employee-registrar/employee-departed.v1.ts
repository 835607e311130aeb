import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { day, id } from '../fields.js';

/** An employee leaves the company. The last event of the stream. */
export const EmployeeDepartedV1 = defineEvent({
  name: 'employee.departed',
  version: 1,
  schema: z.object({ employeeId: id, lastDay: day.optional() }),
});
