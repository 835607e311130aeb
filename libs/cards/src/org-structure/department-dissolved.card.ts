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
  group: {
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{department} and {others, plural, one {#{plus} other} other {#{plus} others}} have been dissolved',
      ru: 'Расформированы: {department} и ещё {others, plural, one {#{plus} отдел} few {#{plus} отдела} many {#{plus} отделов} other {#{plus} отдела}}',
    },
  },
  audience: EVERYONE,
});
