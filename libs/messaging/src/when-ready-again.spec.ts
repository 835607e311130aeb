import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { silentLogger } from './logger.js';
import { whenReadyAgain } from './when-ready-again.js';

vi.mock('./pause.js', () => ({ pause: async (ms: number) => void pauses.push(ms) }));

let pauses: number[] = [];
beforeEach(() => (pauses = []));
afterEach(() => vi.restoreAllMocks());

const options = { group: 'group', batchMax: 1, handle: async () => {} };
const never = new AbortController().signal;

test.each([
  [1, 100],
  [2, 200],
  [5, 1_600],
  [9, 25_600],
  [10, 30_000],
  [2_000, 30_000],
])('after failure %i the pause is %i ms', async (failures, ms) => {
  await whenReadyAgain({ ...options, whenReady: async () => {} }, failures, never, silentLogger);
  expect(pauses).toEqual([ms]);
});

test('as long as it is not ready it is asked again, less and less often', async () => {
  let asked = 0;
  const whenReady = async () => {
    if (++asked < 4) throw new Error('no database');
  };
  await whenReadyAgain({ ...options, whenReady }, 1, never, silentLogger);
  expect(pauses).toEqual([100, 200, 400, 800]);
});

test('it ends when the signal aborts', async () => {
  const stop = new AbortController();
  const whenReady = async () => {
    stop.abort(new Error('closing'));
    throw new Error('no database');
  };
  await expect(whenReadyAgain({ ...options, whenReady }, 1, stop.signal, silentLogger)).rejects.toThrow(
    'closing',
  );
});
