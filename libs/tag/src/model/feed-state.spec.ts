import { describe, expect, it } from 'vitest';
import type { FeedEntry, FeedPage } from '#lib/client';
import * as state from './feed-state.js';

const entry = (n: number, more: Partial<FeedEntry> = {}): FeedEntry => ({
  id: `e${n}`,
  type: 'employee.hired',
  occurredAt: `2026-11-20T10:00:${String(n).padStart(2, '0')}.000Z`,
  actor: null,
  subject: null,
  message: { text: `Entry ${n}`, parts: [{ text: `Entry ${n}` }], template: '', args: {} },
  reactions: [],
  source: { service: 'x', eventId: `${n}` },
  ...more,
});
const page = (ns: number[], hasMore = false): FeedPage => ({
  items: ns.map((n) => entry(n)),
  page: { next: 'older', prev: 'newer', hasMore },
  meta: { position: '1.1' },
});
const ids = (entries: readonly FeedEntry[]) => entries.map(({ id }) => id).join(' ');

describe('what is new', () => {
  it('waits, newest first, until it is shown in its place', () => {
    let feed = state.begun(page([5, 3, 1]));
    for (const n of [7, 6, 4]) feed = state.arrived(feed, entry(n));
    expect(ids(feed.items)).toBe('e5 e3 e1');
    expect(ids(feed.waiting)).toBe('e7 e6 e4');
    feed = state.revealed(feed);
    expect(ids(feed.items)).toBe('e7 e6 e5 e4 e3 e1');
    expect(feed.waiting).toEqual([]);
  });

  it('is there once, however often it is told', () => {
    let feed = state.begun(page([5]));
    for (const told of [entry(5), entry(6), entry(6)]) feed = state.arrived(feed, told);
    expect(ids(feed.waiting)).toBe('e6');
    feed = state.continued(state.revealed(feed), page([5, 4]));
    expect(ids(feed.items)).toBe('e6 e5 e4');
  });

  it('but older than what is shown comes with its page', () => {
    const older = entry(2);
    expect(state.arrived(state.begun(page([5, 3], true)), older).waiting).toEqual([]);
    expect(ids(state.arrived(state.begun(page([5, 3])), older).waiting)).toBe('e2');
  });
});

describe('after a gap', () => {
  it('what is above the first entry is new, and what is below it may stand in a group', () => {
    const before = state.begun(page([5, 2]));
    const newest = page([7, 6, 5, 4, 3], true);
    expect(state.isContinuous(before, newest)).toBe(true);
    expect(ids(state.caughtUp(before, newest).waiting)).toBe('e7 e6');
  });

  it('all is read anew when a page does not reach down to what is there', () => {
    expect(state.isContinuous(state.begun(page([1])), page([9, 8], true))).toBe(false);
    expect(state.isContinuous(state.begun(page([])), page([1]))).toBe(true);
  });

  it('nothing is put above what does not begin at the newest', () => {
    const feed = { ...state.begun(page([2, 1])), isNewest: false };
    expect(state.arrived(feed, entry(3))).toEqual(feed);
  });
});

describe('what changes', () => {
  it('changes where it stands, and what speaks for a group goes on doing so', () => {
    const group = { key: 'k', count: 3, truncated: false, sample: [], from: '', to: '' };
    const feed = state.begun({ ...page([]), items: [entry(2, { group }), entry(1)] });
    const edited = { ...entry(2), reactions: [{ kind: 'like', count: 1, mine: false }] };
    const [after] = state.changed(feed, { ...edited, message: entry(9).message }).items;
    expect(after).toMatchObject({ group, message: { text: 'Entry 2' }, reactions: edited.reactions });
  });

  it('is shown as taken back, then is gone; what waits goes at once', () => {
    let feed = state.arrived(state.begun(page([2, 1])), entry(3));
    feed = state.retracted(state.retracted(feed, 'e3'), 'e1');
    expect(feed.waiting).toEqual([]);
    expect([...feed.gone]).toEqual(['e1']);
    expect(ids(feed.items)).toBe('e2 e1');
    expect(ids(state.removed(feed, 'e1').items)).toBe('e2');
  });

  it('is called by a new name wherever it is named, and nowhere else', () => {
    const named = (id: string, name: string) => ({
      text: `${name} joined`,
      parts: [{ text: name, arg: { type: 'person' as const, id, name } }, { text: ' joined' }],
      template: '',
      args: {},
    });
    const items = [entry(2, { message: named('a', 'Ann') }), entry(1, { message: named('b', 'Ann') })];
    const feed = state.renamed(state.begun({ ...page([]), items }), {
      type: 'person',
      id: 'a',
      name: 'Anna',
    });
    expect(feed.items.map(({ message }) => message.text)).toEqual(['Anna joined', 'Ann joined']);
  });
});

describe('a reaction', () => {
  const like = { kind: 'like', count: 2, mine: false };
  it.each([
    ['is added', [like], true, [{ kind: 'like', count: 3, mine: true }]],
    ['is taken back', [{ ...like, mine: true }], false, [{ kind: 'like', count: 1, mine: false }]],
    ['goes with the last one', [{ kind: 'like', count: 1, mine: true }], false, []],
    ['is the first', [], true, [{ kind: 'like', count: 1, mine: true }]],
    ['is there already', [{ ...like, mine: true }], true, [{ kind: 'like', count: 2, mine: true }]],
  ])('%s', (_, before, isThere, after) => expect(state.toggled(before, 'like', isThere)).toEqual(after));
});
