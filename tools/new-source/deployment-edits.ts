import type { NewSource } from './names.js';
import { aboveLine } from './text-edits.js';

// A source has a container, a role of its own in the database, and a user of its own at the broker. Sources stand above the
// projector.

export function toCompose(text: string, { source, port }: NewSource): string {
  const password = `${source.constant}_DB_PASSWORD`;
  const ofUser = `${source.constant}_AMQP_PASSWORD`;
  const required = (name: string): string => `      ${name}: \${${name}:?is not set, see .env.example}\n`;
  const service = `  ${source.kebab}:
    <<: *service
    image: company-feed/${source.kebab}
    build: { context: ., args: { APP: ${source.kebab} } }
    depends_on:
      postgres: { condition: service_healthy }
      rabbitmq: { condition: service_started }
    environment:
      <<: [*environment, *personal-data]
      PORT: '${port}'
      DATABASE_URL: postgres://${source.snake}:\${${password}}@postgres:5432/company_feed
      AMQP_URL: amqp://${source.kebab}:\${${ofUser}}@rabbitmq:5672
    ports:
      - 127.0.0.1:${port}:${port}

`;
  const withRole = aboveLine(text, '      FEED_PROJECTOR_DB_PASSWORD:', required(password));
  const withUser = aboveLine(withRole, '      FEED_PROJECTOR_AMQP_PASSWORD:', required(ofUser));
  return aboveLine(withUser, '  feed-projector:', service);
}

export function toInitScript(text: string, { source }: NewSource): string {
  const { snake, constant } = source;
  const password = `\\getenv ${snake}_password ${constant}_DB_PASSWORD\n`;
  const withPassword = aboveLine(text, '\\getenv feed_projector_password', password);
  return aboveLine(withPassword, 'CREATE ROLE feed_projector ', `${roleOf(snake)}\n`);
}

export function toEnvExample(text: string, { source }: NewSource): string {
  const withRole = aboveLine(text, 'FEED_PROJECTOR_DB_PASSWORD=', `${source.constant}_DB_PASSWORD=\n`);
  return aboveLine(withRole, 'FEED_PROJECTOR_AMQP_PASSWORD=', `${source.constant}_AMQP_PASSWORD=\n`);
}

function roleOf(name: string): string {
  return `CREATE ROLE ${name} LOGIN PASSWORD :'${name}_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO ${name};
CREATE SCHEMA ${name} AUTHORIZATION ${name};
`;
}
