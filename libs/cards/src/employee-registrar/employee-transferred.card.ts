import { EmployeeTransferredV1, onlyPerson, withinDepartment, withRole } from '#lib/contracts';
import { department, person, team } from '../args.js';
import { defineCard } from '../card.js';

const toTeam = {
  en: '{employee} moved to {team} in {department}',
  ru: '{employee}: переход в команду {team}, {department}',
};
const toDepartment = {
  en: '{employee} moved to {department}',
  ru: '{employee}: переход в {department}',
};
const betweenDepartments = {
  en: '{employee} moved from {origin} to {department}',
  ru: '{employee}: переход из {origin} в {department}',
};

/** Where somebody goes matters to the departments between which they move, and to all beneath them. */
export const employeeTransferredCard = defineCard(EmployeeTransferredV1, {
  text: (args) => {
    if (args['team']) return toTeam;
    return args['origin'] ? betweenDepartments : toDepartment;
  },
  actor: 'employee',
  subject: 'employee',
  args: ({ employeeId, departmentId, teamId, previousDepartmentId: origin }) => ({
    employee: person(employeeId),
    department: department(departmentId),
    ...(teamId !== undefined && { team: team(teamId) }),
    ...(origin !== undefined && origin !== departmentId && { origin: department(origin) }),
  }),
  group: {
    by: 'department',
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{department}: {count, plural, one {#{plus} transfer} other {#{plus} transfers}}, most recently {employee}',
      ru: '{department}: {count, plural, one {#{plus} переход} few {#{plus} перехода} many {#{plus} переходов} other {#{plus} перехода}}, последний: {employee}',
    },
  },
  places: ({ employeeId, departmentId }) => [{ kind: 'person', id: employeeId, departmentId }],
  audience: ({ employeeId, departmentId, previousDepartmentId: origin }) => [
    withinDepartment(departmentId),
    ...(origin !== undefined && origin !== departmentId ? [withinDepartment(origin)] : []),
    onlyPerson(employeeId),
    withRole('hr'),
  ],
});
