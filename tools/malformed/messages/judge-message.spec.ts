import { describe, expect, it } from 'vitest';
import { judgeMessage, type Found, type Places } from './judge-message.js';

const claim = { source: '/canteen', id: '1', content: '' };
const nowhere: Found = { log: 0, pending: 0, parked: [] };
const logged: Found = { ...nowhere, log: 1 };
const places = (places: Partial<Places>): Places => ({ bytes: [], kept: 0, events: [logged], ...places });
const judge = (found: Partial<Places>, { mayWait = false, again = false, claims = [claim] } = {}) =>
  judgeMessage({ mayWait, again }, 'confirmed', claims, places(found));

describe('a message is accounted for', () => {
  it('in the log, or as a duplicate', () => {
    expect(judge({})).toEqual({ outcome: 'in the log' });
    expect(judge({}, { again: true })).toEqual({ outcome: 'duplicate' });
  });

  it('among the parked, as it came or as an event', () => {
    expect(judge({ bytes: ['json-invalid'], kept: 1, events: [] })).toEqual({
      outcome: 'parked: json-invalid',
    });
    const parked = { ...nowhere, parked: ['type-unknown'] };
    expect(judge({ events: [parked, logged] })).toEqual({ outcome: 'parked: type-unknown' });
  });

  it('waiting, where one before it is missing', () => {
    const waits = { events: [{ ...nowhere, pending: 1 }] };
    expect(judge(waits, { mayWait: true })).toEqual({ outcome: 'pending' });
    expect(judge(waits)).toHaveProperty('fault', expect.stringContaining('nothing before it is missing'));
  });
});

describe('the accounting finds', () => {
  it('a message that is nowhere, and one event of a batch that is', () => {
    expect(judge({ events: [nowhere] })).toEqual({ fault: 'lost: it is nowhere' });
    expect(judge({ events: [logged, nowhere] })).toEqual({ fault: 'lost: it is nowhere' });
    expect(judge({ events: [] }, { claims: [] })).toEqual({ fault: 'lost: it is nowhere' });
  });

  it.each<[string, Partial<Places>]>([
    ['kept as it came twice', { bytes: ['json-invalid', 'json-invalid'], kept: 2, events: [] }],
    ['kept as it came, and in the log', { bytes: ['json-invalid'], kept: 1 }],
    ['in the log, and parked', { events: [{ ...logged, parked: ['id-reused'] }] }],
    ['parked twice', { events: [{ ...nowhere, parked: ['id-reused', 'id-reused'] }] }],
    ['in the log, and waiting', { events: [{ ...logged, pending: 1 }] }],
  ])('a message that is %s', (_, found) => {
    expect(judge(found)).toHaveProperty('fault', expect.stringContaining('doubled'));
  });

  it.each(['returned', 'refused', 'not-sent'] as const)('a message that was %s', (receipt) => {
    const judged = judgeMessage({ mayWait: false, again: false }, receipt, [claim], places({}));
    expect(judged).toEqual({ fault: `the broker did not take it: ${receipt}` });
  });
});
