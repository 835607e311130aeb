import { DepartmentDissolvedV1 } from '#lib/contracts';
import { department } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

/** The name is looked up like others: nothing renames what is dissolved, so it stays the last one. */
export const departmentDissolvedCard = defineCard(DepartmentDissolvedV1, {
  text: {
    en: '{department} has been dissolved',
    ru: '{department}: отдел расформирован',
  },
  subject: 'department',
  args: ({ departmentId }) => ({ department: department(departmentId) }),
  audience: EVERYONE,
});
