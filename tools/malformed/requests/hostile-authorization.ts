import fc from 'fast-check';
import type { Credentials } from './credentials.js';
import { type Harm, noLineEnds, whole } from './hostile-parts.js';
import type { Parts } from './request.js';

/** What is there for whoever does not sign in, too. */
const OPEN = /^\/(health|docs|docs-json|schemas|asyncapi\.json)(\/|$)/;

/** Callers that are not signed in, whatever they say of themselves: a route that is not for everybody refuses them. */
export function hostileAuthorization({ person, void: forged }: Credentials): fc.Arbitrary<Harm> {
  return fc
    .oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 8, arbitrary: fc.constantFrom(...forged).map((token) => [`Bearer ${token}`]) },
      { weight: 4, arbitrary: fc.constantFrom(...notBearers(person)) },
      { weight: 2, arbitrary: noLineEnds.map((text) => [`Bearer !${text}`]) },
      { weight: 1, arbitrary: noLineEnds.map((text) => [`Basic ${text}`]) },
    )
    .map((values) => (parts) => whole(signedInBy(parts, values), { isRefused: !OPEN.test(parts.target) }));
}

/** Ways to give a sound token that are none. */
function notBearers(token: string): string[][] {
  return [
    [`Bearer ${token}`, `Bearer ${token}`],
    [`Bearer ${token}`, 'Basic YW5uYTphbm5h'],
    [`Basic ${token}`],
    [`Bearer ${token} ${token}`],
    [`Bearer ${token}, Bearer ${token}`],
    [`Bearer "${token}"`],
    [`Bearer${token}`],
    [`Digest username="${token}"`],
    [token],
    ['Bearer'],
    [''],
  ];
}

function signedInBy(parts: Parts, values: readonly string[]): Parts {
  const others = parts.headers.filter(([name]) => name !== 'Authorization');
  return { ...parts, headers: [...others, ...values.map((value) => ['Authorization', value] as const)] };
}
