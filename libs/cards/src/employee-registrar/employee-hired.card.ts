import { EmployeeHiredV1 } from '#lib/contracts';
import { department, person, text } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

const joined = {
  en: '{employee} joined as {position}',
  ru: '{employee} теперь с нами, должность: {position}',
};
const joinedDepartment = {
  en: '{employee} joined {department} as {position}',
  ru: '{employee} теперь с нами: {department}, должность: {position}',
};

export const employeeHiredCard = defineCard(EmployeeHiredV1, {
  text: (args) => (args['department'] ? joinedDepartment : joined),
  actor: 'employee',
  subject: 'employee',
  args: ({ employeeId, position, departmentId }) => ({
    employee: person(employeeId),
    position: text(position),
    ...(departmentId !== undefined && { department: department(departmentId) }),
  }),
  group: {
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{employee} and {others, plural, one {#{plus} other} other {#{plus} others}} joined',
      ru: '{employee} и ещё {others, plural, one {#{plus} человек} few {#{plus} человека} many {#{plus} человек} other {#{plus} человека}} присоединились',
    },
  },
  names: ({ employeeId, name }) => [{ kind: 'person', id: employeeId, name }],
  places: ({ employeeId, departmentId }) => [{ kind: 'person', id: employeeId, departmentId }],
  audience: EVERYONE,
});
