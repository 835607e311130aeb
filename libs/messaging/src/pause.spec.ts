import { expect, test } from 'vitest';
import { inTime, pause, within } from './pause.js';

const never = new Promise<never>(() => {});
const open = new AbortController().signal;

test('a pause ends at once when the signal aborts', async () => {
  await expect(pause(60_000, AbortSignal.abort())).rejects.toThrow();
});

test('within tells whether the work ended in time, however it ended', async () => {
  expect(await within(60_000, Promise.resolve())).toBe(true);
  expect(await within(60_000, Promise.reject(new Error('failed')))).toBe(true);
  expect(await within(5, never)).toBe(false);
});

test('in time, the work is what it is', async () => {
  expect(await inTime(60_000, 'it', open, Promise.resolve('done'))).toBe('done');
  await expect(inTime(60_000, 'it', open, Promise.reject(new Error('failed')))).rejects.toThrow('failed');
});

test('out of time, it is named; aborted, it is not waited for', async () => {
  await expect(inTime(5, 'declaring', open, never)).rejects.toThrow('declaring took longer than 5 ms');
  await expect(inTime(60_000, 'declaring', AbortSignal.timeout(5), never)).rejects.toThrow();
});
