import fc from 'fast-check';
import { BATCH, STRUCTURED } from '#lib/envelope';
import { toJson } from '../json.js';
import { contentOf } from '../messages/modes.js';
import { soundAnnouncement, soundText } from '../sound-events.js';
import { type Parts, withBody, withHeaders } from './request.js';
import { type Credentials, PERSON } from './credentials.js';
import type { Member, Route } from './routes.js';

/** A request before it has its number. */
export type SoundRequest = (n: number) => Parts;

/** The number of a request as it stands in its request id, and in the ids that it brings. */
export const requestIdOf = (n: number): string => `r-${n}`;

/** Ids of the events that a request with this number may bring. */
export const eventIdsOf = (n: number): string[] => [0, 1, 2].map((part) => `${requestIdOf(n)}-${part}`);

/** One that HTTP and, nearly always, the app have nothing against, of somebody who may do it. */
export function soundRequest(
  routes: readonly Route[],
  { person, source }: Credentials,
): fc.Arbitrary<SoundRequest> {
  const commands = routes.filter(({ members }) => Object.keys(members).length > 0);
  const plain = fc
    .tuple(
      fc.constantFrom(...routes, ...commands, ...commands, ...commands),
      soundText,
      fc.nat(60),
      fc.boolean(),
    )
    .map(([route, text, one, isNew]) => (n: number) => {
      const id = isNew ? `malformed-${n}` : `malformed-person-${one}`;
      const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        parameter(name, `malformed-person-${one}`),
      );
      const body = bodyOf(route, id, text);
      const parts = begun(n, route, path);
      return body === undefined ? parts : withBody(typed(parts, 'application/json'), Buffer.from(body));
    });
  const drawn = fc.oneof(
    { weight: 5, arbitrary: plain },
    { weight: 2, arbitrary: eventRequest },
    { weight: 2, arbitrary: page },
  );
  return drawn.map((sound) => (n) => {
    const parts = sound(n);
    const token = parts.app === 'event-intake' ? source : person;
    return withHeaders(parts, ['Authorization', `Bearer ${token}`]);
  });
}

const modes = fc.constantFrom('structured', 'batch', 'binary');

/** CloudEvents in each mode. */
export const eventRequest: fc.Arbitrary<SoundRequest> = fc
  .tuple(modes, fc.array(soundAnnouncement, { minLength: 1, maxLength: 3 }))
  .map(([mode, made]) => (n: number) => {
    const events = made.map((event, part) => ({ ...event(n, part), id: eventIdsOf(n)[part]! }));
    const parts = begun(n, { app: 'event-intake', method: 'POST' }, '/events');
    if (mode !== 'binary') {
      const value = mode === 'batch' ? events : events[0];
      return withBody(typed(parts, mode === 'batch' ? BATCH : STRUCTURED), Buffer.from(toJson(value)));
    }
    const { headers, body } = contentOf('binary', events);
    const attributes = Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('cloudEvents_')
        ? [[`ce-${name.slice(12)}`, encodeURIComponent(String(value))] as const]
        : [],
    );
    const binary = typed(parts, 'application/json');
    return withBody({ ...binary, headers: [...binary.headers, ...attributes] }, body);
  });

const QUERIES = [
  [
    '',
    'limit=5',
    'limit=100',
    'type=employee.*',
    'person=malformed-person-3',
    'type=announcement.posted&limit=1',
  ],
  [
    'limit=0',
    'limit=-1',
    'limit=1e3',
    'limit=',
    'limit=5&limit=6',
    'limit=999999999999',
    'limit[]=1',
    'limit=%00',
  ],
  ['after=x', 'after=', 'before=e30', 'after=e30&before=e30', 'after=%ff%fe', `after=${'A'.repeat(400)}`],
  [
    `before=${Buffer.from('{"p":"x"}').toString('base64url')}`,
    'after=eyJ2IjoxfQ',
    'after=AAAA.BBBB',
    'after=%00',
  ],
  [
    'person=',
    'person=..',
    'person=%F0%9F',
    `person=${'x'.repeat(65)}`,
    'person=a&person=b',
    'person=%00',
    'type=',
  ],
  [
    'type=*',
    'type=.*',
    'type=employee.hired,',
    'colour=red',
    '__proto__=1',
    'constructor[x]=1',
    '=',
    '&&&',
    '?',
    '#x',
  ],
].flat();

/** Pages of the feed, most of them asked for wrongly. */
export const page: fc.Arbitrary<SoundRequest> = fc
  .tuple(fc.constantFrom(...QUERIES), fc.option(soundText))
  .map(([query, text]) => (n: number) => {
    const more = text === null ? '' : `&person=${encodeURIComponent(text.toWellFormed())}`;
    return begun(n, { app: 'feed-api', method: 'GET' }, `/feed?${query}${more}`);
  });

function begun(n: number, { app, method }: Pick<Route, 'app' | 'method'>, target: string): Parts {
  const key = method === 'GET' ? [] : [['Idempotency-Key', `malformed-${n}`] as const];
  const common = [
    ['Host', '127.0.0.1'],
    ['Connection', 'close'],
    ['X-Request-Id', requestIdOf(n)],
  ] as const;
  const body = Buffer.alloc(0);
  return { app, method, target, version: 'HTTP/1.1', headers: [...common, ...key], body };
}

function typed(parts: Parts, type: string): Parts {
  return { ...parts, headers: [...parts.headers, ['Content-Type', type]] };
}

function parameter(name: string, id: string): string {
  if (name === 'kind') return 'like';
  return name === 'number' ? '999999999999' : encodeURIComponent(id);
}

function bodyOf({ method, members, path }: Route, id: string, text: string): string | undefined {
  if (method === 'POST' && path.startsWith('/operator/')) return toJson({});
  const entries = Object.entries(members);
  if (entries.length === 0) return undefined;
  return toJson(Object.fromEntries(entries.map(([name, member]) => [name, valueOf(name, member, id, text)])));
}

function valueOf(name: string, member: Member, id: string, text: string): unknown {
  if (member.type === 'array') return [valueOf('id', member.items ?? {}, `${id}-other`, text)];
  if (member.format === 'date') return '2026-12-01';
  if (member.format === 'email') return 'anna@example.com';
  // Whoever thanks is whoever is signed in.
  if (name === 'from') return PERSON;
  return name === 'id' || name.endsWith('Id') ? id : text;
}
