import { describe, expect, it } from 'vitest';
import {
  attributes,
  BATCH,
  binary,
  event,
  faultsOf,
  refusalOf,
  sent,
  STRUCTURED,
} from '../test/events-request.js';
import { readEvents } from './http-binding.js';

describe('the attributes of an event', () => {
  it('are named with their place when they are wrong, all at once', () => {
    const wrong = { specversion: '0.3', source: '', time: 'noon', sequence: 0, data: {}, type: 'a\0b' };
    const codes = [
      ['specversion', 'invalid-value'],
      ['id', 'required'],
      ['source', 'too-small'],
      ['type', 'invalid-format'],
      ['time', 'invalid-format'],
      ['sequence', 'custom'],
    ];
    expect(faultsOf(sent(STRUCTURED, wrong))).toEqual(codes.map(([name, code]) => [`#/${name}`, code]));
    expect(refusalOf(sent(STRUCTURED, wrong))).toMatchObject({ status: 400, code: 'request-invalid' });
  });

  it('are named by their header in binary mode', () => {
    expect(faultsOf(binary({ time: 'noon', specversion: '2' }, {}, 'application/vnd.menu+json'))).toEqual([
      ['ce-specversion', 'invalid-value'],
      ['ce-time', 'invalid-format'],
      ['content-type', 'invalid-value'],
    ]);
    expect(faultsOf(sent('application/json', {}, { 'ce-id': '1' })).map(([place]) => place)).toEqual(
      ['specversion', 'source', 'type', 'time'].map((name) => `ce-${name}`),
    );
  });

  it('are named by the number of the event in a batch', () => {
    const { source: _, ...noSource } = event;
    const batch = [event, 'an event', { ...event, sequence: 1 }, noSource];
    expect(faultsOf(sent(BATCH, batch))).toEqual([
      ['#/1', 'invalid-type'],
      ['#/2/subject', 'custom'],
      ['#/3/source', 'required'],
    ]);
  });

  it('say what a sequence must be', () => {
    const { faults } = refusalOf(sent(STRUCTURED, { ...event, subject: 'menu', sequence: 'first' }));
    expect(faults).toEqual([
      {
        pointer: '#/sequence',
        code: 'invalid-union',
        detail: expect.stringContaining('must be a whole number'),
      },
    ]);
  });
});

describe('a body', () => {
  it.each([
    ['a batch of none', sent(BATCH, []), '#', 'invalid-type'],
    ['a batch that is one event', sent(BATCH, event), '#', 'invalid-type'],
    ['an event that is a batch', sent(STRUCTURED, [event]), '#', 'invalid-type'],
    ['an event that is null', sent(STRUCTURED, null), '#', 'invalid-type'],
    ['no event at all', sent(STRUCTURED, undefined), '#', 'required'],
    [
      'data in base64',
      sent(STRUCTURED, { ...attributes, data_base64: 'e30=' }),
      '#/data_base64',
      'unsupported',
    ],
    [
      'a text with U+0000',
      sent(STRUCTURED, { ...event, data: { 'a/b': ['\0'] } }),
      '#/data/a~1b/0',
      'text-invalid',
    ],
    ['half of a character', sent(BATCH, [{ ...event, mood: '\ud83d' }]), '#/0/mood', 'text-invalid'],
    ['a bad name', sent(STRUCTURED, { ...event, data: { 'n\0': 1 } }), '#/data/n%00', 'text-invalid'],
    [
      'half a name',
      sent(STRUCTURED, { ...event, data: { '\ud83d': 1 } }),
      '#/data/%EF%BF%BD',
      'text-invalid',
    ],
    ['a bad text as data', binary({}, ['\0']), '#/0', 'text-invalid'],
  ])('with %s is refused, and says where', (_, request, place, code) => {
    expect(faultsOf(request)).toEqual([[place, code]]);
  });

  it('nested deeper than a message may be is refused, however deep it is', () => {
    const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
    expect(readEvents(sent(STRUCTURED, { ...event, data: nested(99) }))).toHaveLength(1);
    for (const levels of [100, 500_000])
      expect(faultsOf(sent(BATCH, [event, { ...event, data: nested(levels) }]))).toEqual([
        ['#/1', 'too-deep'],
      ]);
  });

  it('of more than a hundred events is refused', () => {
    const batch = Array.from({ length: 101 }, (_, n) => ({ ...event, id: `menu-${n}` }));
    expect(readEvents(sent(BATCH, batch.slice(1)))).toHaveLength(100);
    expect(refusalOf(sent(BATCH, batch))).toMatchObject({ status: 413, code: 'batch-too-large' });
  });
});
