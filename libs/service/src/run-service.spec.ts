import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildSample, removeSample, type Spawned, spawnSample } from '../test/spawn-sample.js';

beforeAll(buildSample, 60_000);
afterAll(removeSample);

/** Not `expect.poll`, which does not know its test among concurrent ones. */
function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const check = async (): Promise<void> => {
    if (!(await holds())) throw new Error(`not yet: ${String(holds)}`);
  };
  return vi.waitFor(check, { timeout: 30_000, interval: 20 });
}

/** A request that takes two seconds, and has reached its handler. */
async function askSlowly(spawned: Spawned): Promise<{ answer: Promise<unknown> }> {
  const { url } = await spawned.serving;
  const answer = fetch(`${url}/things/slow`).then(
    (response) => response.json(),
    () => 'cut',
  );
  await until(() => messages(spawned).includes('slow: started'));
  return { answer };
}

const messages = ({ lines }: Spawned): unknown[] => lines.map(({ msg }) => msg);

describe.concurrent('a process that is told to stop', { timeout: 60_000 }, () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1'] as const)(
    'by %s serves on while it is not ready, answers what is in flight, and exits 0',
    async (signal) => {
      const spawned = spawnSample({ DRAIN_DELAY_MS: '1000' });
      const { url, title } = await spawned.serving;
      expect(title).toBe('feed:spawned');
      const { answer } = await askSlowly(spawned);
      spawned.child.kill(signal);

      await until(async () => (await fetch(`${url}/health/ready`)).status === 503);
      expect((await fetch(`${url}/things/7`)).status).toBe(200);
      expect(await answer).toEqual({ finished: true });
      expect(await spawned.ended).toEqual({ code: 0, signal: null, stderr: '' });
      await expect(fetch(url)).rejects.toThrow();
      expect(messages(spawned).slice(-2)).toEqual(['released', 'drained']);
    },
  );

  it('takes a signal that comes doubled, as from npm, for one', async () => {
    const spawned = spawnSample({ DRAIN_DELAY_MS: '300' });
    await spawned.serving;
    spawned.child.kill('SIGINT');
    await delay(50);
    spawned.child.kill('SIGINT');
    expect(await spawned.ended).toMatchObject({ code: 0 });
  });

  it('exits at once when it is told again', async () => {
    const spawned = spawnSample({ DRAIN_DELAY_MS: '10000' });
    await spawned.serving;
    spawned.child.kill('SIGTERM');
    await until(() => messages(spawned).includes('draining'));
    await delay(700);
    const before = performance.now();
    spawned.child.kill('SIGINT');
    expect(await spawned.ended).toMatchObject({ code: 130 });
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('exits 70 when it is not done by the deadline', async () => {
    const spawned = spawnSample({ DRAIN_DEADLINE_MS: '300' });
    const { answer } = await askSlowly(spawned);
    spawned.child.kill('SIGTERM');
    expect(await spawned.ended).toMatchObject({ code: 70 });
    expect(await answer).toBe('cut');
  });

  it('while its start takes for ever, does not wait for it', async () => {
    const spawned = spawnSample({ SPEC_SLOW_START_MS: '600000' });
    await until(() => messages(spawned).includes('acquired'));
    spawned.child.kill('SIGTERM');
    expect(await spawned.ended).toMatchObject({ code: 0 });
    expect(messages(spawned)).not.toContain('drained');
  });

  it('while it still starts, closes what it has started', async () => {
    const spawned = spawnSample({ SPEC_SLOW_START_MS: '500', DRAIN_DELAY_MS: '10000' });
    await until(() => messages(spawned).includes('acquired'));
    spawned.child.kill('SIGTERM');
    expect(await spawned.ended).toMatchObject({ code: 0 });
    expect(messages(spawned)).toContain('released');
  });
});

describe.concurrent('a process whose memory runs out', { timeout: 60_000 }, () => {
  it('answers what is in flight, and exits 75', async () => {
    const spawned = spawnSample({ MEMORY_LIMIT_MB: '20', MEMORY_CHECK_MS: '400' });
    const { answer } = await askSlowly(spawned);
    expect(await answer).toEqual({ finished: true });
    expect(await spawned.ended).toMatchObject({ code: 75 });
    expect(messages(spawned)).toContain('memory nearly full: draining');
  });
});

describe.concurrent('a process in which something is not caught', { timeout: 60_000 }, () => {
  it.each([
    ['exception', 'thrown in a timer'],
    ['rejection', 'rejected by nobody'],
  ])('(%s) logs it with its stack, drains, and exits 1', async (kind, message) => {
    const spawned = spawnSample({});
    const { url } = await spawned.serving;
    const { answer } = await askSlowly(spawned);
    await fetch(`${url}/uncaught/${kind}`);
    expect(await answer).toEqual({ finished: true });
    expect(await spawned.ended).toMatchObject({ code: 1 });
    expect(spawned.lines.find(({ level }) => level === 'fatal')).toMatchObject({
      err: { message, stack: expect.stringContaining(message) as string },
    });
    expect(messages(spawned)).toContain('released');
  });
});

describe.concurrent('a process that cannot start', { timeout: 60_000 }, () => {
  it('for its configuration: lists all faults on stderr, and exits 1 before anything is acquired', async () => {
    const spawned = spawnSample({ PORT: 'http', LOG_LEVEL: 'loud', DRAIN_DELAY_MS: '-5' });
    const { code, stderr } = await spawned.ended;
    expect(code).toBe(1);
    expect(stderr.split('\n').map((line) => line.trim().split(' ')[0])).toEqual([
      'spawned:',
      'PORT:',
      'LOG_LEVEL:',
      'DRAIN_DELAY_MS:',
      '',
    ]);
    expect(spawned.lines).toEqual([]);
  });

  it('for any other reason: logs it, releases what it has acquired, and exits 1', async () => {
    const first = spawnSample({});
    const { port } = new URL((await first.serving).url);
    const spawned = spawnSample({ PORT: port });
    expect(await spawned.ended).toMatchObject({ code: 1 });
    expect(messages(spawned)).toContain('released');
    expect(spawned.lines.find(({ level }) => level === 'fatal')).toMatchObject({
      msg: 'not started',
      err: { code: 'EADDRINUSE' },
    });
  });
});
