// Those who follow, in a process of their own: what they cost is not what the server costs. Told by its parent alone.
import { LocalIssuer } from '#lib/identity';
import { type Followers, AT_ONCE, openFollowers } from './followers.js';

/** What the parent says. Each but `answered` is answered once, with `Said`. */
export type Told =
  | { readonly warmUp: { readonly port: number; readonly issuer: string } }
  | { readonly open: { readonly port: number; readonly clients: number; readonly issuer: string } }
  | { readonly expect: { readonly first: number; readonly hires: number } }
  | { readonly answered: number; readonly at: number }
  | { readonly report: true };

const LIFETIME_S = 3_600;
const WARM_UPS = 30;
let followers: Followers | undefined;
process.on('message', (message: Told) => void take(message));
process.on('disconnect', () => process.exit());
process.send!('ready');

async function take(message: Told): Promise<void> {
  if ('answered' in message) return followers!.answered(message.answered, message.at);
  if ('warmUp' in message) await warmUp(message.warmUp);
  else if ('open' in message) {
    const { port, clients, issuer } = message.open;
    followers = await openFollowers(port, clients, await tokensOf(issuer));
  } else if ('expect' in message) followers!.expect(message.expect);
  process.send!(followers?.report() ?? {});
}

/** Some streams come and go, until what opens them is compiled: that is no cost of those who follow. */
async function warmUp({ port, issuer }: { readonly port: number; readonly issuer: string }): Promise<void> {
  for (let n = 0; n < WARM_UPS; n++) (await openFollowers(port, AT_ONCE, await tokensOf(issuer))).close();
}

async function tokensOf(folder: string): Promise<(client: number) => Promise<string>> {
  const issuer = await LocalIssuer.open(folder);
  return (client) => issuer.issue({ subject: `reader-${client}` }, LIFETIME_S);
}
