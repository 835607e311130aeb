import { TeamDissolvedV1 } from '#lib/contracts';
import { team } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

/** The name is looked up like others: nothing renames what is dissolved, so it stays the last one. */
export const teamDissolvedCard = defineCard(TeamDissolvedV1, {
  text: {
    en: '{team} has been dissolved',
    ru: '{team}: команда расформирована',
  },
  subject: 'team',
  args: ({ teamId }) => ({ team: team(teamId) }),
  group: {
    windowHours: 24,
    minimum: 3,
    text: {
      en: '{team} and {others, plural, one {#{plus} other} other {#{plus} others}} have been dissolved',
      ru: 'Расформированы: {team} и ещё {others, plural, one {#{plus} команда} few {#{plus} команды} many {#{plus} команд} other {#{plus} команды}}',
    },
  },
  audience: EVERYONE,
});
