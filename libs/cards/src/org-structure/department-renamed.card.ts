import { DepartmentRenamedV1 } from '#lib/contracts';
import { department, text } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

/** Both names as text: looked up, they would be the one of today. */
export const departmentRenamedCard = defineCard(DepartmentRenamedV1, {
  text: {
    en: '{previousName} is now called {name}',
    ru: 'Отдел «{previousName}» теперь называется «{name}»',
  },
  subject: 'department',
  args: ({ departmentId, name, previousName }) => ({
    department: department(departmentId),
    name: text(name),
    previousName: text(previousName),
  }),
  names: ({ departmentId, name }) => [{ kind: 'department', id: departmentId, name }],
  audience: EVERYONE,
});
