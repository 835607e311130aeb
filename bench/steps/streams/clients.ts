// Those who follow, in a process of their own: what they cost is not what the server costs. Told by its parent alone.
import { LocalIssuer } from '#lib/identity';
import { type Followers, openFollowers } from './followers.js';

/** What the parent says. Each but `answered` is answered once, with `Said`. */
export type Told =
  | { readonly open: { readonly port: number; readonly clients: number; readonly issuer: string } }
  | { readonly expect: { readonly first: number; readonly hires: number } }
  | { readonly answered: number; readonly at: number }
  | { readonly report: true };

const LIFETIME_S = 3_600;
let followers: Followers | undefined;
process.on('message', (message: Told) => void take(message));
process.on('disconnect', () => process.exit());
process.send!('ready');

async function take(message: Told): Promise<void> {
  if ('answered' in message) return followers!.answered(message.answered, message.at);
  if ('open' in message) {
    const { port, clients, issuer: folder } = message.open;
    const issuer = await LocalIssuer.open(folder);
    const tokenOf = (client: number): Promise<string> =>
      issuer.issue({ subject: `reader-${client}` }, LIFETIME_S);
    followers = await openFollowers(port, clients, tokenOf);
  } else if ('expect' in message) followers!.expect(message.expect);
  process.send!(followers!.report());
}
