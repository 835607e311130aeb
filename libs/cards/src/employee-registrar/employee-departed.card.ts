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
  group: {
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{employee} and {others, plural, one {#{plus} other} other {#{plus} others}} are leaving the company',
      ru: '{employee} и ещё {others, plural, one {#{plus} человек} few {#{plus} человека} many {#{plus} человек} other {#{plus} человека}} покидают компанию',
    },
  },
  places: ({ employeeId }) => [{ kind: 'person', id: employeeId, departmentId: undefined }],
  audience: EVERYONE,
});
