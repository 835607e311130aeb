import { DepartmentCreatedV1 } from '#lib/contracts';
import { department } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

const atTheTop = {
  en: '{department} is a new department',
  ru: 'Новый отдел: {department}',
};
const inParent = {
  en: '{department} is a new department in {parent}',
  ru: 'Новый отдел в составе «{parent}»: {department}',
};

export const departmentCreatedCard = defineCard(DepartmentCreatedV1, {
  text: (args) => (args['parent'] ? inParent : atTheTop),
  subject: 'department',
  args: ({ departmentId, parentId }) => ({
    department: department(departmentId),
    ...(parentId !== undefined && { parent: department(parentId) }),
  }),
  group: {
    by: 'parent',
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{department} and {others, plural, one {#{plus} other} other {#{plus} others}} are new departments in {parent}',
      ru: 'Новое в составе «{parent}»: {department} и ещё {others, plural, one {#{plus} отдел} few {#{plus} отдела} many {#{plus} отделов} other {#{plus} отдела}}',
    },
  },
  names: ({ departmentId, name }) => [{ kind: 'department', id: departmentId, name }],
  places: ({ departmentId, parentId }) => [{ kind: 'department', id: departmentId, departmentId: parentId }],
  audience: EVERYONE,
});
