import type { NewSource } from './names.js';
import type { Plan } from './plan.js';

/** For whoever ran the generator: what there is now, what is theirs to write, and how to see it work. */
export function reportOf({ source, entity, event, eventName, port }: NewSource, plan: Plan): string {
  const { kebab: name, constant } = source;
  return `The source ${name}: POST /${name} records ${eventName}.v1. By itself it listens on port ${port}.

New:
${listed([...plan.made.keys()])}
Changed:
${listed([...plan.changed.keys(), 'deploy/rabbitmq/users.sh', 'docs/api'])}
What you write, see docs/add-a-source.md:
  what happened      libs/contracts/src/${name}/${event.kebab}.v1.ts
  an example of it   libs/contracts/golden/${eventName}.v1.json
  what the feed says libs/cards/src/${name}/${event.kebab}.card.ts
  the rules          apps/${name}/src/${entity.kebab}.ts, ${entity.kebab}.spec.ts

Try it:
  npm run docs:api && npm run check
  npm start
  TOKEN=$(npm run -s token -- anna)
  curl -X POST localhost:3000/${name} -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
       -d '{"employeeId": "anna"}'
  curl localhost:3000/feed -H "authorization: Bearer $TOKEN"

For docker compose your .env needs ${constant}_DB_PASSWORD and ${constant}_AMQP_PASSWORD. A database that is there needs the role and the schema:
run the statements about ${source.snake} of deploy/postgres/10-roles-and-schemas.sql on it; a broker that is there, deploy/rabbitmq/users.sh.`;
}

function listed(paths: readonly string[]): string {
  return paths.map((path) => `  ${path}\n`).join('');
}
