import { resolve } from 'node:path';
import { findRabbitmq } from './find-rabbitmq.js';
import { type ManagedServer, notManaged } from './managed-server.js';
import type { ServerOptions } from './postgres-server.js';
import { RabbitmqNode } from './rabbitmq-node.js';

export interface RabbitmqServer extends ManagedServer {
  /** With credentials; the default virtual host. */
  readonly amqpUrl: string;
  /** The HTTP API, with the same credentials. Of a broker elsewhere only when RABBITMQ_MANAGEMENT_URL names it. */
  readonly managementUrl?: string | undefined;
  /** With it, rabbitmqctl speaks to the node. Of one that is managed. */
  readonly environment?: NodeJS.ProcessEnv;
  /**
   * See {@link ManagedServer.kill}. Confirmed messages stay, but a quorum queue that was declared less than a second
   * ago may never find a leader again (seen with 3.10.8): specs wait that long between their topology and the kill.
   */
  readonly kill: () => Promise<void>;
}

/**
 * The broker that AMQP_URL names, else a private one on the data in `dir`: on 127.0.0.1, with the plugins
 * rabbitmq_management and rabbitmq_consistent_hash_exchange, ready in 5 to 10 s. Throws when RabbitMQ is not installed
 * and cannot be (the message says what to do), and when the node does not start.
 */
export async function obtainRabbitmq(options: ServerOptions): Promise<RabbitmqServer> {
  const external = process.env['AMQP_URL'];
  if (external) {
    const managementUrl = process.env['RABBITMQ_MANAGEMENT_URL'];
    return { ...notManaged('AMQP_URL'), amqpUrl: external, managementUrl };
  }
  const home = await findRabbitmq(options.log ?? console.error);
  const node = await RabbitmqNode.open(home, resolve(options.dir));
  await node.start();
  return {
    managed: true,
    amqpUrl: node.amqpUrl,
    managementUrl: node.managementUrl,
    environment: node.environment,
    get pid() {
      return node.pid;
    },
    kill: () => node.kill(),
    start: () => node.start(),
    restart: async () => {
      await node.kill();
      await node.start();
    },
    stop: () => node.stop(),
    dispose: () => node.dispose(),
  };
}
