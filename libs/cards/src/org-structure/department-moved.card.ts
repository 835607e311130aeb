import { DepartmentMovedV1 } from '#lib/contracts';
import { department } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

const between = {
  en: '{department} moved from {origin} to {parent}',
  ru: '{department}: переход из {origin} в {parent}',
};
const toParent = {
  en: '{department} is now part of {parent}',
  ru: '{department}: теперь в составе «{parent}»',
};
const toTheTop = {
  en: '{department} is now part of no other department',
  ru: '{department}: теперь не входит в другой отдел',
};

export const departmentMovedCard = defineCard(DepartmentMovedV1, {
  text: (args) => {
    if (!args['parent']) return toTheTop;
    return args['origin'] ? between : toParent;
  },
  subject: 'department',
  args: ({ departmentId, parentId, previousParentId: origin }) => ({
    department: department(departmentId),
    ...(parentId !== undefined && { parent: department(parentId) }),
    ...(origin !== undefined && { origin: department(origin) }),
  }),
  group: {
    by: 'parent',
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{parent}: {count, plural, one {#{plus} department} other {#{plus} departments}} moved here, most recently {department}',
      ru: '{parent}: {count, plural, one {#{plus} переход} few {#{plus} перехода} many {#{plus} переходов} other {#{plus} перехода}} отделов, последний: {department}',
    },
  },
  places: ({ departmentId, parentId }) => [{ kind: 'department', id: departmentId, departmentId: parentId }],
  audience: EVERYONE,
});
