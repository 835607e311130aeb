import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { STRUCTURED } from '#lib/envelope';
import { partitionQueue } from '#lib/messaging';
import { CHUNK, weighed } from '../drawn.js';
import { hostileBytes, hostileMutation, hostileText, hostileValue } from '../hostile.js';
import { mutated, toJson } from '../json.js';
import { FOREIGN_SOURCE, soundAnnouncement, soundEvent } from '../sound-events.js';
import { hostileHeaders } from './hostile-headers.js';
import type { Draft, Message } from './message.js';
import { contentOf, messageOf, MODES } from './modes.js';

const mode = fc.constantFrom(...MODES);
const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype'];
const EXTENSIONS = [
  'sequence',
  'correlationid',
  'causationid',
  'traceparent',
  'data',
  'data_base64',
  'Extra',
];

const sound: fc.Arbitrary<Draft> = fc
  .tuple(mode, fc.array(soundEvent, { minLength: 1, maxLength: 3 }))
  .map(([how, events]) => (n, neighbours) => {
    const all = events.map((event, part) => event(n, part)).slice(0, how === 'batch' ? 3 : 1);
    neighbours.sound.push(...all);
    return messageOf(n, `sound, ${how}`, contentOf(how, all));
  });

/** What was published is published again: as it was, or as another event under the same id. */
const known: fc.Arbitrary<Draft> = fc
  .tuple(mode, soundAnnouncement, fc.nat(), fc.boolean())
  .map(([how, event, pick, isSame]) => (n, { sound: before }) => {
    if (before.length === 0) return messageOf(n, 'sound, first', contentOf(how, [event(n)]));
    const one = before[pick % before.length]!;
    if (isSame) return messageOf(n, 'known: the same again', contentOf(how, [one]), { again: true });
    return messageOf(n, 'known: another under its id', contentOf(how, [{ ...event(n), id: one.id }]));
  });

/** Of a few streams in each chunk: mostly the next event, now and then none of its number, or one that breaks its contract. */
const ofStream: fc.Arbitrary<Draft> = fc
  .tuple(mode, soundAnnouncement, fc.nat(5), fc.nat(19))
  .map(([how, event, stream, luck]) => (n, { streams }) => {
    const place = streams.get(stream) ?? { next: 1, hasHole: false };
    if (luck === 0) place.next += 1;
    const hasHole = place.hasHole || luck === 0;
    const subject = `malformed/${n - (n % CHUNK)}/${stream}`;
    const next = { ...event(n), subject, sequence: place.next };
    streams.set(stream, { next: place.next + 1, hasHole });
    if (luck === 1)
      return messageOf(n, 'stream: poison', contentOf(how, [{ ...next, data: { text: 7 } }]), {
        mayWait: hasHole,
      });
    return messageOf(n, hasHole ? 'stream: behind a hole' : 'stream', contentOf(how, [next]), {
      mayWait: hasHole,
    });
  });

const mutatedData: fc.Arbitrary<Draft> = fc
  .tuple(mode, soundEvent, hostileMutation)
  .map(([how, event, mutation]) => (n) => {
    const whole = event(n);
    const { data } = mutated({ data: whole.data }, mutation);
    return messageOf(n, `data: ${mutation.what}`, contentOf(how, [{ ...whole, data }]));
  });

const mutatedEnvelope: fc.Arbitrary<Draft> = fc
  .tuple(mode, soundEvent, fc.constantFrom(...ATTRIBUTES, ...EXTENSIONS), fc.option(hostileValue))
  .map(([how, event, attribute, value]) => (n) => {
    const whole = { ...event(n), [attribute]: value ?? undefined };
    const mayWait = attribute === 'sequence';
    return messageOf(n, `envelope: ${attribute}`, contentOf(how, [whole]), { mayWait });
  });

const misplacedSequence: fc.Arbitrary<Draft> = fc
  .tuple(
    mode,
    soundAnnouncement,
    fc.constantFrom(0, -1, 2, 1_000, 999_999_999_999_999, 2 ** 53, '007', '1e3'),
  )
  .map(([how, event, sequence]) => (n) => {
    const whole = { ...event(n), subject: `malformed/${n}`, sequence };
    return messageOf(n, 'envelope: misplaced sequence', contentOf(how, [whole]), { mayWait: true });
  });

const wrongContentType: fc.Arbitrary<Draft> = fc
  .tuple(
    soundEvent,
    fc.oneof(
      fc.constantFrom(
        undefined,
        '',
        'text/plain',
        'application/json',
        'application/cloudevents+xml',
        ';',
        'x',
      ),
      fc.constantFrom('APPLICATION/CloudEvents+JSON; charset=utf-16', 'application/cloudevents-batch+json'),
      hostileText.map((text) => Buffer.from(text.toWellFormed()).subarray(0, 200).toString()),
    ),
  )
  .map(
    ([event, contentType]) =>
      (n) =>
        messageOf(n, 'content type', { ...contentOf('structured', [event(n)]), contentType }),
  );

const wrongHeaders: fc.Arbitrary<Draft> = fc
  .tuple(mode, soundEvent, hostileHeaders)
  .map(([how, event, headers]) => (n) => {
    const content = contentOf(how, [event(n)]);
    return messageOf(n, 'headers', { ...content, headers: { ...content.headers, ...headers } });
  });

/** In the name of somebody else, or of nobody that can be. */
const ofOthers: fc.Arbitrary<Draft> = fc
  .tuple(
    mode,
    soundEvent,
    fc.constantFrom(
      '/employee-registrar',
      'employee-registrar',
      '/thanks',
      '/',
      '//x',
      '/Malformed',
      FOREIGN_SOURCE,
    ),
  )
  .map(
    ([how, event, source]) =>
      (n) =>
        messageOf(n, 'source of others', contentOf(how, [{ ...event(n), source }])),
  );

const bytes: fc.Arbitrary<Draft> = soundEvent.chain((event) =>
  fc.tuple(hostileBytes(toJson(event(0))), fc.constantFrom(STRUCTURED, 'application/json', undefined)).map(
    ([body, contentType]): Draft =>
      (n) =>
        messageOf(n, 'bytes', { contentType, headers: { subject: `bytes ${n % 50}` }, body }),
  ),
);

const compressed: fc.Arbitrary<Draft> = soundEvent.map((event) => (n) => {
  const content = contentOf('structured', [event(n)]);
  return messageOf(
    n,
    'compressed',
    { ...content, body: gzipSync(content.body) },
    { contentEncoding: 'gzip' },
  );
});

/** Past the exchange for publishers: what an operator's shovel does, or a wrong setting of the broker. */
const elsewhere: fc.Arbitrary<Draft> = fc
  .tuple(
    mode,
    soundEvent,
    fc.constantFrom<Partial<Message>>(
      { exchange: 'company.unrouted', kind: 'elsewhere: unrouted' },
      { exchange: 'feed.dlx', kind: 'elsewhere: dead' },
      { exchange: '', routingKey: partitionQueue(0), kind: 'elsewhere: into a partition' },
      { expiration: '1', kind: 'elsewhere: expires' },
    ),
  )
  .map(
    ([how, event, to]) =>
      (n) =>
        messageOf(n, to.kind!, contentOf(how, [event(n)]), to),
  );

/** Everything that is published. */
export const anyMessage: fc.Arbitrary<Draft> = weighed(
  [24, sound],
  [8, known],
  [10, ofStream],
  [18, mutatedData],
  [16, mutatedEnvelope],
  [3, misplacedSequence],
  [5, wrongContentType],
  [6, wrongHeaders],
  [4, ofOthers],
  [10, bytes],
  [1, compressed],
  [3, elsewhere],
);
