import { type ConfirmChannel, connect } from 'amqplib';
import type { SystemUnderTest } from '../system.js';
import { insist } from './insist.js';

/** Runs `work` on a channel of its own, past the proxy, again until it succeeds: for work that does no harm twice. */
export function surelyAtTheBroker<Result>(
  system: SystemUnderTest,
  work: (channel: ConfirmChannel) => Promise<Result>,
): Promise<Result> {
  return insist(() => atTheBroker(system, work));
}

async function atTheBroker<Result>(
  { rabbitmq }: SystemUnderTest,
  work: (channel: ConfirmChannel) => Promise<Result>,
): Promise<Result> {
  const connection = await connect(rabbitmq!.amqpUrl, { timeout: 5_000 });
  // What is under way rejects; unheard, the events would end the process.
  connection.on('error', () => undefined);
  try {
    const channel = await connection.createConfirmChannel();
    channel.on('error', () => undefined);
    let returned = 0;
    channel.on('return', () => returned++);
    const result = await work(channel);
    await channel.waitForConfirms();
    // Another fault may have taken the bindings away.
    if (returned > 0) throw new Error(`no queue took ${returned} messages`);
    return result;
  } finally {
    await connection.close().catch(() => undefined);
  }
}

interface Listed {
  readonly name: string;
  readonly client_properties?: { readonly connection_name?: string };
}

/** Closes connections by the names that clients gave them, as an operator would. Answers how many. */
export async function closeConnections(
  system: SystemUnderTest,
  isMeant: (connectionName: string) => boolean,
): Promise<number> {
  const answer = await manageBroker(system, 'GET', 'connections');
  const listed = (await answer.json()) as Listed[];
  const meant = listed.filter(({ client_properties: sent }) => isMeant(sent?.connection_name ?? ''));
  // One that has ended meanwhile is no error.
  for (const { name } of meant)
    await manageBroker(system, 'DELETE', `connections/${encodeURIComponent(name)}`).catch(() => undefined);
  return meant.length;
}

/** Asks the broker's HTTP API. Throws when it does not do as it was asked. */
export async function manageBroker(
  { rabbitmq }: SystemUnderTest,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const { origin, username, password } = new URL(rabbitmq!.managementUrl!);
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const answer = await fetch(`${origin}/api/${path}`, {
    method,
    headers: {
      authorization: `Basic ${credentials.toString('base64')}`,
      'content-type': 'application/json',
      'x-reason': 'a fault',
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5_000),
  });
  if (!answer.ok) throw new Error(`the broker answers ${method} /api/${path} with ${answer.status}`);
  return answer;
}
