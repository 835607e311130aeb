import { TeamCreatedV1 } from '#lib/contracts';
import { department, team } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

export const teamCreatedCard = defineCard(TeamCreatedV1, {
  text: {
    en: '{team} is a new team in {department}',
    ru: 'Новая команда в составе «{department}»: {team}',
  },
  subject: 'team',
  args: ({ teamId, departmentId }) => ({ team: team(teamId), department: department(departmentId) }),
  group: {
    by: 'department',
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{team} and {others, plural, one {#{plus} other} other {#{plus} others}} are new teams in {department}',
      ru: 'Новое в составе «{department}»: {team} и ещё {others, plural, one {#{plus} команда} few {#{plus} команды} many {#{plus} команд} other {#{plus} команды}}',
    },
  },
  names: ({ teamId, name }) => [{ kind: 'team', id: teamId, name }],
  audience: EVERYONE,
});
