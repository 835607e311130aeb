import { signedIn } from './operator.client.js';

/** Where the apps serve unless told otherwise: each on its own port, see README.md. */
const PORTS: Readonly<Record<string, number>> = {
  'employee-registrar': 3001,
  'org-structure': 3002,
  thanks: 3003,
  reactions: 3004,
  'event-intake': 3006,
  curation: 3007,
  'feed-projector': 3005,
};

/** The addresses of the projector and of every source. */
export interface Addresses {
  readonly projector: string;
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * `FEEDCTL_URLS`: `feed-projector=http://…,thanks=http://…`. Without it: all of them at `url`, if that is a standalone,
 * else each at its own port of 127.0.0.1.
 */
export async function findAddresses(
  url = process.env['FEED_URL'] ?? 'http://127.0.0.1:3000',
  named = process.env['FEEDCTL_URLS'],
): Promise<Addresses> {
  if (named !== undefined) return addressesOf(parse(named));
  // Whatever else it answers, also to a token that it refuses: who has no such route is no standalone.
  const isStandalone = await fetch(`${url}/operator/status`, { headers: signedIn() }).then(
    ({ status }) => status !== 404,
    () => false,
  );
  const names = Object.keys(PORTS);
  return addressesOf(
    new Map(names.map((name) => [name, isStandalone ? url : `http://127.0.0.1:${PORTS[name]}`])),
  );
}

function parse(named: string): Map<string, string> {
  const pairs = named.split(',').map((pair) => pair.split('=') as [name: string, url?: string]);
  for (const [name, url] of pairs) {
    if (url === undefined || !URL.canParse(url)) {
      throw new Error(`FEEDCTL_URLS: ${JSON.stringify(name)} must be followed by = and an address`);
    }
  }
  return new Map(pairs as [string, string][]);
}

function addressesOf(byName: ReadonlyMap<string, string>): Addresses {
  const projector = byName.get('feed-projector');
  if (projector === undefined) throw new Error('FEEDCTL_URLS must name feed-projector');
  return { projector, sources: new Map([...byName].filter(([name]) => name !== 'feed-projector')) };
}
