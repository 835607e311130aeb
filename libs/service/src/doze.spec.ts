import { expect, it } from 'vitest';
import { Doze } from './doze.js';

const LONG_MS = 2 ** 30;
const forever = new AbortController().signal;

it('ends when it is woken', async () => {
  const doze = new Doze();
  const dozing = doze.for(LONG_MS, forever);
  doze.wake();
  await expect(dozing).resolves.toBeUndefined();
});

it('remembers a wake that came before it, once', async () => {
  const doze = new Doze();
  doze.wake();
  await doze.for(LONG_MS, forever);
  let isOver = false;
  const dozing = doze.for(LONG_MS, forever).then(() => (isOver = true));
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  doze.wake();
  await dozing;
});

it('ends with what it is part of', async () => {
  const stopping = new AbortController();
  const dozing = new Doze().for(LONG_MS, stopping.signal);
  stopping.abort();
  await expect(dozing).resolves.toBeUndefined();
});
