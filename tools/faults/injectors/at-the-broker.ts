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
    const result = await work(channel);
    await channel.waitForConfirms();
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
  { rabbitmq }: SystemUnderTest,
  isMeant: (connectionName: string) => boolean,
): Promise<number> {
  const { origin, username, password } = new URL(rabbitmq!.managementUrl!);
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const headers = { authorization: `Basic ${credentials.toString('base64')}`, 'x-reason': 'a fault' };
  const ask = (path: string, method: string) =>
    fetch(`${origin}/api/${path}`, { method, headers, signal: AbortSignal.timeout(5_000) });
  const answer = await ask('connections', 'GET');
  if (!answer.ok) throw new Error(`the broker lists no connections: ${answer.status}`);
  const listed = (await answer.json()) as Listed[];
  const meant = listed.filter(({ client_properties: sent }) => isMeant(sent?.connection_name ?? ''));
  for (const { name } of meant) await ask(`connections/${encodeURIComponent(name)}`, 'DELETE');
  return meant.length;
}
