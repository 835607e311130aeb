import { EmployeeTransferredV1 } from '#lib/contracts';
import { department, person, team } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

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
  audience: EVERYONE,
});
