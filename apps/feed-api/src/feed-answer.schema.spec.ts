import { expect, it } from 'vitest';
import type { EntryRow } from '#lib/read-model';
import { presentEntry } from './entry.presenter.js';
import { presentGroup } from './groups/group.presenter.js';
import { entrySchema } from './feed-answer.schema.js';

const row: EntryRow = {
  id: '019aa1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b',
  occurred_at: '2026-11-20T09:30:00.000000Z',
  name: 'thanks.given',
  type: 'thanks.given.v1',
  source: '/thanks',
  event_id: '019aa1b2-8d4e-7f50-9b6c-7d8e9f0a1b2c',
  args: {
    from: { type: 'person', id: 'anna' },
    recipients: { type: 'list', items: [{ type: 'person', id: 'boris' }] },
    department: { type: 'department', id: 'it' },
    message: { type: 'text', value: 'for the cake', of: 'person:anna' },
    before: { type: 'removed' },
    former: { type: 'person', id: 'clara' },
    menu: { type: 'texts', values: { en: 'soup', ru: 'суп' } },
    link: { type: 'link', href: 'https://example.com/cake' },
  },
  names: { 'person:anna': 'Anna', 'person:clara': '[removed]' },
  reactions: [{ kind: 'like', count: 2, mine: true }],
  hidden: true,
};

// Parsing drops what the schema does not have, so equal means that nothing was left undescribed.
it('describes all of an entry and nothing else', () => {
  const presented = presentEntry(row, 'en');
  expect(entrySchema.parse(presented)).toEqual(presented);
});

it('describes an entry that stands for a group', () => {
  const group = {
    name: 'thanks.given',
    by: 'recipients',
    target: 'person:boris',
    from: '2026-11-20T00:00:00.000000Z',
    to: '2026-11-21T00:00:00.000000Z',
  };
  const presented = presentGroup(row, { ...group, count: 3, truncated: false }, [row, row], 'en');
  expect(presented.group).toMatchObject({
    count: 3,
    sample: [{ name: 'Anna' }],
    from: '2026-11-20T00:00:00.000Z',
  });
  expect(entrySchema.parse(presented)).toEqual(presented);
});

it('describes an entry that nothing is known of', () => {
  const bare = { ...row, type: 'unknown.v1', args: {}, reactions: null, names: null };
  expect(entrySchema.parse(presentEntry(bare, 'ru'))).toMatchObject({
    actor: null,
    subject: null,
    reactions: [],
  });
});
