import { EmployeeDepartedV1 } from '#lib/contracts';
import { person } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

export const employeeDepartedCard = defineCard(EmployeeDepartedV1, {
  text: {
    en: '{employee} is leaving the company',
    ru: '{employee} покидает компанию',
  },
  actor: 'employee',
  subject: 'employee',
  args: ({ employeeId }) => ({ employee: person(employeeId) }),
  places: ({ employeeId }) => [{ kind: 'person', id: employeeId, departmentId: undefined }],
  audience: EVERYONE,
});
