import fc from 'fast-check';
import { type Chunk, drawn, weighed } from '../drawn.js';
import * as bodies from './hostile-bodies.js';
import { hostileFraming } from './hostile-framing.js';
import * as harms from './hostile-parts.js';
import type { Credentials } from './credentials.js';
import { hostileAuthorization } from './hostile-authorization.js';
import type { Request } from './request.js';
import type { Route } from './routes.js';
import { soundRequest } from './sound-requests.js';

/** Draws requests to these routes, most of them signed in: the same for the same seed, routes and credentials. */
export function requestsOf(routes: readonly Route[], credentials: Credentials): (chunk: Chunk) => Request[] {
  const named = (kind: string, harm: fc.Arbitrary<harms.Harm>) =>
    fc.tuple(fc.constant(kind), soundRequest(routes, credentials), harm);
  const any = weighed(
    [24, named('sound', harms.noHarm)],
    [12, named('target', harms.hostileTarget)],
    [5, named('method', harms.hostileMethod)],
    [16, named('header', harms.hostileHeader)],
    [12, named('authorization', hostileAuthorization(credentials))],
    [10, named('framing', hostileFraming)],
    [18, named('body: mutated', bodies.mutatedBody)],
    [6, named('body: bytes', bodies.hostileBody)],
    [1, named('body: huge', bodies.hugeBody)],
    [4, named('content type', bodies.hostileType)],
    [5, named('half a request', harms.halfRequest)],
    [4, named('no request', harms.noRequest)],
  );
  return (chunk) =>
    drawn(any, chunk).map(([kind, sound, harm], index) => {
      const n = chunk.first + index;
      const parts = sound(n);
      const { bytes, method, ending = 'waits', mayBeClosed = false, isRefused = false } = harm(parts);
      return { n, kind, app: parts.app, method, bytes, ending, mayBeClosed, isRefused };
    });
}
