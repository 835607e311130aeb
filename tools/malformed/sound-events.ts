import fc from 'fast-check';
import { goldenExamples } from '../../apps/event-intake/src/describe-events/golden.examples.js';
import { contracts, contractsOf } from '#lib/contracts';
import type { CloudEvent } from '#lib/envelope';

/** Whoever has no name of its own in a run. None of our sources. */
export const FOREIGN_SOURCE = '/malformed';
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const BEGIN = Date.parse('2026-11-20T10:00:00Z');

const examples = goldenExamples();
const owners = new Map(
  Object.entries(contractsOf).flatMap(([source, owned]) => owned.map(({ type }) => [type as string, source])),
);

/** An event for the number that it will have: nothing else in a run has its id. */
export type SoundEvent = (n: number, part?: number) => CloudEvent;

/** What people type. */
export const soundText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.constantFrom(
    'Anna Ivanova',
    'Анна Иванова',
    'O’Brien',
    '李小龙',
    'नमस्ते',
    'مرحبا',
    '👩‍💻 Ada',
    'x'.repeat(200),
  ),
);

/** Whoever is forgotten is no longer found in what other events said of them, as they must not be: that is proved elsewhere. */
const FORGETS = 'employee.forgotten.v1';

/** Of any contract but that, made from its golden example; what is drawn and does not fit the contract is left as it was. */
export const soundEvent: fc.Arbitrary<SoundEvent> = eventOf(
  contracts.map(({ type }) => type).filter((type) => type !== FORGETS),
);

/** What any publisher may publish. */
export const soundAnnouncement: fc.Arbitrary<SoundEvent> = eventOf(['announcement.posted.v1']);

function eventOf(types: readonly string[]): fc.Arbitrary<SoundEvent> {
  return fc
    .tuple(fc.constantFrom(...types), fc.array(soundText, { minLength: 3, maxLength: 3 }), fc.nat(300))
    .map(([type, texts, person]) => (n, part = 0) => {
      const mark = `m-${n}-${part}`;
      const owner = owners.get(type);
      // Of a source of ours each begins a stream. What takes back needs a place in one, announcements need none.
      const place = owner === undefined ? {} : { subject: `malformed/${mark}`, sequence: 1 };
      return {
        specversion: '1.0',
        id: mark,
        source: owner === undefined ? FOREIGN_SOURCE : `/${owner}`,
        type,
        ...place,
        time: new Date(BEGIN + n * 1_000).toISOString(),
        datacontenttype: 'application/json',
        data: dataOf(type, texts, person),
      };
    });
}

function dataOf(type: string, texts: readonly string[], person: number): unknown {
  const contract = contracts.find((candidate) => candidate.type === type)!;
  const fits = (data: unknown): boolean => contract.schema.safeParse(data).success;
  let data = withIds(examples[type], person);
  texts.forEach((text, at) => {
    const tried = withText(data, text, { left: at });
    if (fits(tried)) data = tried;
  });
  return data;
}

/** Other ids than everybody's, but few enough that many events are about one. Two that differ still do. */
function withIds(value: unknown, person: number): unknown {
  return mapTexts(value, (text) => (UUID.test(text) ? `malformed-${person}-${text.slice(-6)}` : text));
}

/** With the text at one place exchanged. */
function withText(value: unknown, text: string, count: { left: number }): unknown {
  return mapTexts(value, (old) => (count.left-- === 0 ? text : old));
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => mapTexts(inner, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapTexts(inner, change)]));
}
