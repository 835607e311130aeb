import { EmployeeRenamedV1 } from '#lib/contracts';
import { person } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

/** Without the name before: an entry holds no name of a person. */
export const employeeRenamedCard = defineCard(EmployeeRenamedV1, {
  text: {
    en: '{employee} has a new name',
    ru: '{employee}: новое имя',
  },
  actor: 'employee',
  subject: 'employee',
  args: ({ employeeId }) => ({ employee: person(employeeId) }),
  names: ({ employeeId, name }) => [{ kind: 'person', id: employeeId, name }],
  audience: EVERYONE,
});
