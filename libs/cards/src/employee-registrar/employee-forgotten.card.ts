import { EmployeeForgottenV1 } from '#lib/contracts';
import { defineErasure } from '../card.js';

export const employeeForgottenCard = defineErasure(EmployeeForgottenV1, {
  of: ({ employeeId }) => employeeId,
});
