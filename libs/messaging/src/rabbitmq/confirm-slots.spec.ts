import { expect, test } from 'vitest';
import { ConfirmSlots } from './confirm-slots.js';

test('slots are given in the order they were asked for', async () => {
  const slots = new ConfirmSlots(2);
  const taken: number[] = [];
  const all = [1, 2, 3, 4, 5].map((n) => slots.take().then(() => taken.push(n)));
  await Promise.all(all.slice(0, 2));
  expect(taken).toEqual([1, 2]);
  for (let n = 0; n < 3; n++) slots.giveBack();
  await Promise.all(all);
  expect(taken).toEqual([1, 2, 3, 4, 5]);
});

test('the waiting are rejected, and what is taken must still be given back', async () => {
  const slots = new ConfirmSlots(1);
  await slots.take();
  const waiting = slots.take();
  slots.rejectWaiting(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  let idle = false;
  const becomesIdle = slots.whenIdle().then(() => (idle = true));
  expect(idle).toBe(false);
  slots.giveBack();
  await becomesIdle;
  await slots.whenIdle();
  await slots.take();
});
