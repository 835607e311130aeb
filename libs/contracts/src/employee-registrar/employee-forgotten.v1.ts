import { z } from 'zod';
import { defineEvent } from '#lib/envelope';
import { id } from '../fields.js';

/** What was told of a person is erased, here and in every copy. The last event of the stream. */
export const EmployeeForgottenV1 = defineEvent({
  name: 'employee.forgotten',
  version: 1,
  schema: z.object({ employeeId: id }),
});
