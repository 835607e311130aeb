import { describe, expect, it } from 'vitest';
import { entryIdOf } from '#lib/read-model';
import { judge } from './verdict.js';
import type { Evidence, Projection, ShownEntry, Waiting } from './verdict/evidence.js';
import { fold } from './verdict/fold.js';
import { entryId, sound } from './verdict/sound-evidence.js';

const found = (change: Partial<Evidence>): string[] =>
  judge({ ...sound, ...change }).map(({ check, verdict, what }) => `${check}: ${verdict}: ${what}`);
const projected = (change: Partial<Projection>): string[] =>
  found({ projection: { ...sound.projection, ...change } });
const [newest, oldest] = sound.shown as [ShownEntry, ShownEntry];

describe('the verdict on the tables of the feed', () => {
  it('names an entry that is missing, and one that nobody asked for', () => {
    const { entries } = sound.projection;
    expect(projected({ entries: new Map([...entries].filter(([id]) => id !== entryId)) })).toEqual([
      `projection: lost: entry ${entryId} is not there`,
    ]);
    expect(projected({ entries: new Map([...entries, ['e-9', '{}']]) })).toEqual([
      'projection: unexpected: entry e-9 is there',
    ]);
  });

  it('names an entry that says something else', () => {
    const entries = new Map([...sound.projection.entries, [entryId, '{}']]);
    expect(projected({ entries })[0]).toContain(
      `projection: differing: entry ${entryId} is {} instead of {"args"`,
    );
  });

  it('names an entry that one audience or one mention does not find', () => {
    expect(projected({ audiences: sound.projection.audiences.slice(1) })).toHaveLength(1);
    expect(projected({ mentions: sound.projection.mentions.slice(1) })[0]).toMatch(
      /^projection: lost: mention of an entry .* person:anna everyone \d+ employee\.hired is not there$/,
    );
  });

  it('names a person whose name is not the last one', () => {
    expect(projected({ names: new Map([['person:anna', 'Anna']]) })).toEqual([
      'projection: differing: name person:anna is Anna instead of Anya',
    ]);
  });

  it('names a reaction that is missing, and a wrong count', () => {
    expect(projected({ reactions: [] })).toEqual([
      `projection: lost: reaction ${entryId} boris like is not there`,
    ]);
    expect(projected({ counts: new Map([[`${entryId} like`, 2]]) })).toEqual([
      `projection: differing: count of reactions ${entryId} like is 2 instead of 1`,
    ]);
  });

  it('names an entry that was told twice, and one that never was', () => {
    const [added, ...others] = sound.changes;
    const positionsRead = [1, 2, 3, 4];
    expect(found({ changes: [...sound.changes, { ...added!, position: 4 }], positionsRead })).toEqual([
      `projection: doubled: entry ${entryId} was added 2 times`,
    ]);
    expect(found({ changes: others })[0]).toBe(
      `projection: lost: entry ${entryId} was never told as a change`,
    );
  });

  it('names a change that a reader of positions has passed over', () => {
    expect(found({ positionsRead: [1, 3] })).toEqual([
      expect.stringMatching(/^positions: lost: change 2 .* was passed over by a reader of positions$/),
    ]);
  });
});

describe('the verdict on the pages of the feed', () => {
  it('names an entry that is on no page, on two, or not one of the feed', () => {
    expect(found({ shown: [newest] })).toEqual([`pages: lost: entry ${oldest.id} is on no page`]);
    expect(found({ shown: [newest, oldest, oldest] })).toEqual([
      `pages: doubled: entry ${oldest.id} is on 2 pages`,
    ]);
    expect(found({ shown: [newest, oldest, { ...oldest, id: 'e-9' }] })).toEqual([
      'pages: unexpected: entry e-9 is on a page',
    ]);
  });

  it('names pages in another order', () => {
    expect(found({ shown: [oldest, newest] })).toEqual([
      `pages: disordered: entry ${oldest.id} is not in its place on the pages`,
    ]);
  });

  it('names an entry with other words, or other counts', () => {
    const shown = sound.shown.map((entry) =>
      entry.id === entryId ? { ...entry, reactions: ['like 2'] } : entry,
    );
    expect(found({ shown })[0]).toContain(`pages: differing: entry ${entryId} is shown as`);
  });
});

describe('the verdict on what is left', () => {
  const waiting: Waiting[] = [
    { place: 'outbox', what: '/thanks e-7' },
    { place: 'pending', what: '/thanks thanks/1 number 3' },
    { place: 'parked', what: 'message 4', body: 'a mark-1 in it' },
  ];

  it('names everything that waits', () => {
    expect(found({ waiting })).toEqual([
      'leftovers: stuck: /thanks e-7 is in outbox',
      'leftovers: stuck: /thanks thanks/1 number 3 is in pending',
      'leftovers: stuck: message 4 is in parked',
    ]);
  });

  it('wants planted poison parked, and nowhere else', () => {
    const planted = { events: [], marks: ['mark-1'] };
    expect(found({ waiting: waiting.slice(2), planted })).toEqual([]);
    expect(found({ planted })).toEqual(['log: lost: the poison mark-1 is not parked']);
    const effective = found({
      waiting: waiting.slice(2),
      planted: { events: [], marks: ['mark-1', 'Anya'] },
    });
    expect(effective[0]).toBe('log: unexpected: e-2 took effect, and is poison (Anya)');
  });
});

describe('the fold', () => {
  const thanks = (sequence: number, type: string, data: object) => ({
    specversion: '1.0' as const,
    id: `t-${sequence}`,
    source: '/thanks',
    type,
    subject: 'thanks/1',
    sequence,
    time: '2026-11-20T10:00:00Z',
    data: { thanksId: '1', ...data },
  });
  const given = thanks(1, 'thanks.given.v1', { from: 'anna', to: ['boris', 'vera'], message: 'Thank you' });

  it('shows to whom an entry belongs, and forgets what was taken back, in whatever order they come', () => {
    const [entry] = fold([given]).entries.values();
    expect(entry).toMatchObject({
      id: entryIdOf('/thanks', 't-1'),
      mentions: ['person:anna', 'person:boris', 'person:vera'],
      audience: ['everyone'],
    });
    expect(fold([thanks(2, 'thanks.taken-back.v1', {}), given]).entries.size).toBe(0);
  });
});
