import { TeamRenamedV1 } from '#lib/contracts';
import { team, text } from '../args.js';
import { defineCard, EVERYONE } from '../card.js';

/** Both names as text: looked up, they would be the one of today. */
export const teamRenamedCard = defineCard(TeamRenamedV1, {
  text: {
    en: '{previousName} is now called {name}',
    ru: 'Команда «{previousName}» теперь называется «{name}»',
  },
  subject: 'team',
  args: ({ teamId, name, previousName }) => ({
    team: team(teamId),
    name: text(name),
    previousName: text(previousName),
  }),
  names: ({ teamId, name }) => [{ kind: 'team', id: teamId, name }],
  audience: EVERYONE,
});
