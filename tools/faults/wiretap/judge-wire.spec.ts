import { describe, expect, it } from 'vitest';
import { judgeWire } from './judge-wire.js';
import { WireOrder } from './wire-order.js';

/** What is found when the events of one stream come with these numbers; `|` stands for an outage of the listener. */
function disordered(heard: string): readonly string[] {
  const order = new WireOrder();
  for (const said of heard.split(' ')) {
    if (said === '|') order.begin();
    else order.take({ source: '/thanks', id: `e-${said}`, subject: 'thanks/1', sequence: Number(said) });
  }
  return order.disordered;
}

describe('the order of what is heard at the broker', () => {
  it.each(['1 2 3', '1 2 1 2 3', '1 1 2 3 2', '1 | 2 3', '3 4 6', '1 | 5 2', '1 2 | 1 2 3'])(
    'is right: %s',
    (heard) => expect(disordered(heard)).toEqual([]),
  );

  it('is wrong when an event comes before the one in front of it', () => {
    expect(disordered('1 3 2')).toEqual(['e-3, number 3 of /thanks thanks/1, was published before number 2']);
    expect(disordered('| 1 2 4 3')).toHaveLength(1);
    expect(disordered('1 3 2 5 4')).toHaveLength(2);
  });

  it('is nothing to what has no place in a stream', () => {
    const order = new WireOrder();
    order.take({ source: '/thanks', id: 'n-1' });
    order.take({ source: '/thanks', id: 'n-2', subject: 'thanks/1' });
    expect(order.disordered).toEqual([]);
  });
});

describe('the verdict over the wire', () => {
  const heard = (...copies: number[]): ReadonlyMap<string, number> =>
    new Map(copies.map((count, n) => [`/thanks e-${n}`, count]));
  const found = (copies: ReadonlyMap<string, number>, wrong: string[] = []): string[] =>
    judgeWire({ wire: { disordered: wrong, copies } }).map(({ verdict, what }) => `${verdict}: ${what}`);

  it('is ok when all came once, or a few of many twice', () => {
    expect(found(heard(1, 1, 1))).toEqual([]);
    expect(found(heard(...Array.from({ length: 19 }, () => 1), 2))).toEqual([]);
    expect(judgeWire({})).toEqual([]);
  });

  it('tells of relays that do the same work, of disorder, and of a listener that heard nothing', () => {
    expect(found(heard(1, 2, 3))).toEqual([
      'doubled: /thanks e-1 and 1 more of 3 were published twice, though nobody disturbed their relay',
    ]);
    expect(found(heard(1), ['e-3 too early'])).toEqual(['disordered: e-3 too early']);
    expect(found(heard())).toEqual(['lost: nothing was heard at the broker']);
  });
});
