import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SampleDependency } from '../../test/sample.module.js';
import { type Sample, startSample } from '../../test/start-sample.js';

describe('health', () => {
  let sample: Sample;
  let dependency: SampleDependency;
  beforeAll(async () => {
    sample = await startSample();
    dependency = sample.app.get(SampleDependency, { strict: false });
  });
  beforeEach(() => {
    dependency.ready = dependency.live = () => Promise.resolve();
  });
  afterAll(() => sample.close());

  async function probe(which: 'live' | 'ready') {
    const answer = await fetch(`${sample.url}/health/${which}`);
    return { status: answer.status, body: (await answer.json()) as unknown };
  }

  it('is good when all is well, and names each check once', async () => {
    const checks = [{ name: 'dependency', ok: true }];
    expect(await probe('ready')).toEqual({ status: 200, body: { status: 'ready', checks } });
    expect(await probe('live')).toEqual({ status: 200, body: { status: 'live', checks } });
  });

  it('says what is not ready, and why; that alone is no reason to restart', async () => {
    dependency.ready = () => Promise.reject(new Error('no connection'));
    expect(await probe('ready')).toMatchObject({
      status: 503,
      body: { code: 'not-ready', checks: [{ name: 'dependency', ok: false, reason: 'no connection' }] },
    });
    expect((await probe('live')).status).toBe(200);
  });

  it('gives a check one second, and does not start it again while it hangs', async () => {
    let calls = 0;
    dependency.ready = () => {
      calls += 1;
      return delay(1500);
    };
    const [first] = await Promise.all([probe('ready'), probe('ready'), probe('ready')]);
    expect(first).toMatchObject({
      status: 503,
      body: { checks: [{ name: 'dependency', ok: false, reason: 'no answer within 1000 ms' }] },
    });
    expect(calls).toBe(1);
    await delay(600);
  });

  it('asks for a restart when a provider says that it is stuck, also when it throws at once', async () => {
    dependency.live = () => {
      throw new Error('loop stands still');
    };
    expect(await probe('live')).toMatchObject({
      status: 503,
      body: { code: 'not-live', checks: [{ ok: false, reason: 'loop stands still' }] },
    });
  });

  it('is not ready while it drains, and serves all the same', async () => {
    const draining = await startSample();
    draining.startDraining();
    const ready = await fetch(`${draining.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      code: 'draining',
      checks: [{ name: 'dependency', ok: true }],
    });
    const answer = await fetch(`${draining.url}/things/7`);
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    await draining.close();
  });
});
