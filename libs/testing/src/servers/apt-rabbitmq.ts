import { aptInstall } from './apt-packages.js';

/** Installs the package without starting its service, and says so. Takes about 10 s and 57 MB. Throws apt-get's words. */
export async function aptInstallRabbitmq(log: (line: string) => void): Promise<void> {
  log('RabbitMQ is missing (AMQP_URL names a broker to use instead)');
  await aptInstall(['rabbitmq-server'], log);
}
