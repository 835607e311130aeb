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
  names: ({ teamId, name }) => [{ kind: 'team', id: teamId, name }],
  audience: EVERYONE,
});
