import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { whyNotApt } from './apt-packages.js';
import { aptInstallRabbitmq } from './apt-rabbitmq.js';

/**
 * The folder of an installed RabbitMQ: RABBITMQ_HOME, Debian's, /opt, Homebrew's. As root on Debian or Ubuntu it is
 * installed when it is missing, unless COMPANY_FEED_NO_APT=1. Throws an error that lists every way out.
 */
export async function findRabbitmq(log: (line: string) => void): Promise<string> {
  const installed = await firstInstalled();
  if (installed) return installed;
  const reason = await whyNotApt();
  if (reason)
    throw new Error(`no RabbitMQ was found, and it was not installed because ${reason}. ${WAYS_OUT}`);
  await aptInstallRabbitmq(log);
  const fresh = await firstInstalled();
  if (fresh) return fresh;
  throw new Error(
    `apt-get installed rabbitmq-server, but it is in none of the places looked at. ${WAYS_OUT}`,
  );
}

const WAYS_OUT =
  'Either install it (Debian and Ubuntu: apt-get install rabbitmq-server; macOS: brew install rabbitmq; ' +
  'elsewhere: unpack the generic Unix build and set RABBITMQ_HOME to its folder), or set AMQP_URL to a broker, ' +
  'for example one from: docker run -d -p 5672:5672 rabbitmq:4-management';

async function firstInstalled(): Promise<string | undefined> {
  const home = process.env['RABBITMQ_HOME'];
  const places = [
    ...(home ? [home] : []),
    ...(await entries('/usr/lib/rabbitmq/lib', 'rabbitmq_server-')),
    ...(await entries('/opt', 'rabbitmq')),
    '/opt/homebrew/opt/rabbitmq',
    '/usr/local/opt/rabbitmq',
  ];
  for (const place of places) {
    // Not the script in /usr/sbin: it insists on switching to the account of the installed service.
    const usable = await access(join(place, 'sbin/rabbitmq-server')).then(
      () => true,
      () => false,
    );
    if (usable) return place;
  }
  return undefined;
}

/** Highest version first. */
async function entries(folder: string, prefix: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const byVersion = new Intl.Collator('en', { numeric: true });
  return names
    .filter((name) => name.startsWith(prefix))
    .sort((a, b) => byVersion.compare(b, a))
    .map((name) => join(folder, name));
}
