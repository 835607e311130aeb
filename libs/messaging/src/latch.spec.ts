import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Latch } from './latch.js';

test('waits until the value is set, and again when it is gone', async () => {
  const latch = new Latch<string>();
  const { signal } = new AbortController();
  const first = latch.wait(signal);
  latch.set('a');
  expect(await first).toBe('a');
  expect(await latch.wait(signal)).toBe('a');
  latch.set(undefined);
  const second = latch.wait(signal);
  latch.set('b');
  expect(await second).toBe('b');
});

test('gives up when the signal aborts, and leaves no listener on one that does not', async () => {
  const latch = new Latch<string>();
  const controller = new AbortController();
  const waits = [1, 2, 3].map(() => latch.wait(controller.signal));
  latch.set('a');
  await Promise.all(waits);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  latch.set(undefined);
  const abandoned = latch.wait(controller.signal);
  controller.abort(new Error('enough'));
  await expect(abandoned).rejects.toThrow('enough');
  await expect(latch.wait(controller.signal)).rejects.toThrow('enough');
});
