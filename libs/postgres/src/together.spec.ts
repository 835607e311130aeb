import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Together } from './together.js';

function recorded(answerAll: (asks: readonly number[]) => Promise<number[]>) {
  const groups: (readonly number[])[] = [];
  const together = new Together((asks: readonly number[]) => {
    groups.push(asks);
    return answerAll(asks);
  });
  return { groups, together };
}

const doubled = async (asks: readonly number[]): Promise<number[]> => {
  await sleep(5);
  return asks.map((ask) => ask * 2);
};

it('takes together what comes in one turn, and what comes while that is under way', async () => {
  const { groups, together } = recorded(doubled);
  const first = [together.ask(1), together.ask(2)];
  await sleep(1);
  const later = [together.ask(3), together.ask(4), together.ask(5)];
  expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8, 10]);
  expect(await together.ask(6)).toBe(12);
  expect(groups).toEqual([[1, 2], [3, 4, 5], [6]]);
});

it('tells all of a group that it failed, and goes on', async () => {
  const { together } = recorded(async (asks) => {
    if (asks.includes(0)) throw new Error('away');
    return doubled(asks);
  });
  const group = [together.ask(0), together.ask(1)];
  const results = await Promise.allSettled(group);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await together.ask(2)).toBe(4);
});
