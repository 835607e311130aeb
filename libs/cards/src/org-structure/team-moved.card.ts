import { TeamMovedV1 } from '#lib/contracts';
import { department, team } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

export const teamMovedCard = defineCard(TeamMovedV1, {
  text: {
    en: '{team} moved from {origin} to {department}',
    ru: '{team}: переход из {origin} в {department}',
  },
  subject: 'team',
  args: ({ teamId, departmentId, previousDepartmentId }) => ({
    team: team(teamId),
    department: department(departmentId),
    origin: department(previousDepartmentId),
  }),
  group: {
    by: 'department',
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{department}: {count, plural, one {#{plus} team} other {#{plus} teams}} moved here, most recently {team}',
      ru: '{department}: {count, plural, one {#{plus} переход} few {#{plus} перехода} many {#{plus} переходов} other {#{plus} перехода}} команд, последняя: {team}',
    },
  },
  audience: EVERYONE,
});
