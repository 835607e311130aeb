import { createHmac } from 'node:crypto';
import { openNames, publishedNames } from '#lib/contracts';
import { appUsers, type BrokerUser, EVENTS_EXCHANGE, rightsToPublish } from '#lib/messaging';
import { askBroker } from './management-api.js';

/** A broker, or one virtual host of it. */
export interface BrokerAddress {
  /** Of somebody who may do everything. */
  readonly amqpUrl: string;
  /** Undefined where the broker does not offer it. */
  readonly managementUrl?: string | undefined;
}

/** The users of a broker, with no more rights than they have anywhere. */
export interface BrokerUsers {
  /** How a user reaches the broker. */
  readonly urlOf: (name: string) => string;
  /** What an app is told; nothing if it is none of the users. A further replica, `<app>-2`, is the same user. */
  readonly environmentOf: (app: string) => Readonly<Record<string, string>>;
}

/**
 * Has the broker let in each app as a user of its own, and `publishers` as systems outside. May be done again, and side by
 * side: each has one password, which the administrator's leads to. A broker without the HTTP API keeps one user for all,
 * and the projector is told to trust it.
 */
export async function makeBrokerUsers(
  { amqpUrl, managementUrl }: BrokerAddress,
  publishers: readonly string[] = [],
): Promise<BrokerUsers> {
  const administrator = new URL(amqpUrl);
  if (managementUrl === undefined) {
    const environment = { AMQP_URL: amqpUrl, PUBLISHERS: `${administrator.username || 'guest'}=*` };
    return { urlOf: () => amqpUrl, environmentOf: () => environment };
  }
  const users = [
    ...appUsers(publishedNames),
    ...publishers.map((name) => ({ name, rights: rightsToPublish(openNames) })),
  ];
  const passwordOf = (name: string): string =>
    createHmac('sha256', administrator.password).update(name).digest('base64url');
  const vhost = administrator.pathname.slice(1) || '%2F';
  await Promise.all(users.map((user) => letIn(managementUrl, vhost, user, passwordOf(user.name))));
  const urlOf = (name: string): string => {
    const url = new URL(amqpUrl);
    url.username = name;
    url.password = passwordOf(name);
    return url.href;
  };
  const environmentOf = (app: string): Record<string, string> => {
    const user = users.find(({ name }) => name === app.replace(/-\d+$/, ''));
    return user ? { AMQP_URL: urlOf(user.name) } : {};
  };
  return { urlOf, environmentOf };
}

async function letIn(
  managementUrl: string,
  vhost: string,
  { name, rights }: BrokerUser,
  password: string,
): Promise<void> {
  const { topics, ...permissions } = rights;
  await askBroker(managementUrl, 'PUT', `users/${name}`, { password, tags: '' });
  await askBroker(managementUrl, 'PUT', `topic-permissions/${vhost}/${name}`, {
    exchange: EVENTS_EXCHANGE,
    ...topics,
  });
  // Last: until then it may do nothing.
  await askBroker(managementUrl, 'PUT', `permissions/${vhost}/${name}`, permissions);
}
