import { EmployeeHiredV1 } from '#lib/contracts';
import { defineCard, EVERYONE, person, text } from '../card.js';

export const employeeHiredCard = defineCard(EmployeeHiredV1, {
  text: {
    en: '{employee} joined as {position}',
    ru: '{employee} теперь с нами, должность: {position}',
  },
  actor: 'employee',
  subject: 'employee',
  args: ({ employeeId, position }) => ({ employee: person(employeeId), position: text(position) }),
  facts: ({ employeeId, name, position }) => [{ id: employeeId, name, position }],
  audience: EVERYONE,
});
