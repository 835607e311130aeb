import { describe, expect, it } from 'vitest';
import { fold } from '#lib/decider';
import { curation, type CurationEvent, hide, pin, show, streamOf, unpin } from './curation.js';

const entryId = '3f2b8a5e-52a1-5c0d-9a4e-0d1c2b3a4f50';
const word = { entryId, by: 'vera' };
const after = (...events: CurationEvent[]) => fold(curation, events);
const hidden: CurationEvent = { type: 'entry.hidden.v1', data: { ...word, reason: 'It names a customer' } };
const pinned: CurationEvent = { type: 'entry.pinned.v1', data: { ...word, until: '2026-12-01T00:00:00Z' } };

describe('an entry', () => {
  it('is hidden and shown again, once each', () => {
    expect(hide(after(), { ...word, reason: 'It names a customer' })).toEqual([hidden]);
    expect(hide(after(hidden), { ...word, reason: 'again' })).toEqual([]);
    expect(show(after(hidden), word)).toEqual([{ type: 'entry.shown.v1', data: word }]);
    expect(show(after(hidden, { type: 'entry.shown.v1', data: word }), word)).toEqual([]);
  });

  it('is pinned until a time, until another, and no longer', () => {
    expect(pin(after(), word, '2026-12-01T00:00:00Z')).toEqual([pinned]);
    expect(pin(after(pinned), word, '2026-12-01T00:00:00Z')).toEqual([]);
    expect(pin(after(pinned), word)).toEqual([{ type: 'entry.pinned.v1', data: word }]);
    expect(unpin(after(pinned), word)).toEqual([{ type: 'entry.unpinned.v1', data: word }]);
    expect(unpin(after(), word)).toEqual([]);
  });

  it('stays pinned while it is hidden', () => {
    expect(after(pinned, hidden)).toMatchObject({
      isHidden: true,
      pinned: { until: '2026-12-01T00:00:00Z' },
    });
    expect(after(hidden, pinned, { type: 'entry.unpinned.v1', data: word })).toEqual({ isHidden: true });
  });

  it('has a stream of its own', () => {
    expect(streamOf(entryId)).toBe(`curation/${entryId}`);
  });
});
