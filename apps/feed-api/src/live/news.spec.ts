import { expect, it } from 'vitest';
import { newsOf, type State } from './news.js';
import { followedList } from './stream.subscriber.js';
import { touchesOf } from './touches.js';

const nothing: State = { entries: new Map(), names: new Map(), inList: new Map(), reactors: new Map() };
const reader = { locale: 'en' as const, personId: 'boris', roles: [] };
const hidden = touchesOf([
  { position: 7, kind: 'hidden', entryId: 'e-1', mention: null, audience: ['department:it/*'] },
]);

it('takes back what somebody was told in an audience that they have just left, and tells strangers nothing', () => {
  const subscriber = { reader, audiences: ['everyone'], list: followedList({}, []) };
  expect(newsOf(hidden, nothing, subscriber)).toEqual([]);
  const [news] = newsOf(hidden, nothing, { ...subscriber, left: ['department:it/*'] });
  expect(news).toMatchObject({ event: 'entry.retracted', touch: { subject: 'e-1', first: 7 } });
});
