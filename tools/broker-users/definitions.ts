import { type BrokerUser, EVENTS_EXCHANGE } from '#lib/messaging';

/** How a user of the broker proves who it is: a password, or the hash of one. */
export type Secret = { readonly password: string } | { readonly password_hash: string };

/** Users with all their rights, as RabbitMQ imports them (rabbitmq.com/docs/definitions). What is there besides stays. */
export function definitionsOf(
  users: readonly BrokerUser[],
  vhost: string,
  secretOf: (name: string) => Secret,
): object {
  return {
    users: users.map(({ name }) => ({ name, ...secretOf(name), tags: [] })),
    topic_permissions: users.map(({ name, rights: { topics } }) => ({
      user: name,
      vhost,
      exchange: EVENTS_EXCHANGE,
      ...topics,
    })),
    permissions: users.map(({ name, rights: { configure, write, read } }) => ({
      user: name,
      vhost,
      configure,
      write,
      read,
    })),
  };
}

/** The environment variable that has a user's password. */
export function passwordVariable(name: string): string {
  return `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_AMQP_PASSWORD`;
}
