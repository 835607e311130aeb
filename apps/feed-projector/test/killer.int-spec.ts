import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '#lib/postgres';
import {
  believeTestTokens,
  CHIEF,
  createVhost,
  eventually,
  type RabbitmqBench,
  rabbitmqBench,
  testTokens,
} from '#lib/testing';
import { hired, newPerson, ProjectorBench, promoted } from './projector-bench.js';
import { Supervised } from './supervised.js';

const environment: NodeJS.ProcessEnv = { ...process.env, AMQP_URL: undefined, DRAIN_DELAY_MS: '0' };
const patient = { timeoutMs: 200_000, everyMs: 200 };
let bench: ProjectorBench;
let app: Supervised;
let rabbitmq: RabbitmqBench | undefined;
beforeEach(async () => (bench = await ProjectorBench.open()));
afterEach(async () => {
  await app.stop();
  await rabbitmq?.tearDown();
  rabbitmq = undefined;
  await bench.close();
});

const asChief = async () => ({
  'content-type': 'application/json',
  ...(await (await testTokens()).as(CHIEF)),
});
const parked = async (person: string) =>
  (await bench.parkedOf(person)).map((row) => [row.sequence, row.reason]);
const PARKED = [
  ['2', 'killed-the-projector'],
  ['3', 'stream-parked'],
];

describe('a message that kills its process', () => {
  it('does so to the projector five times, then it is parked with its stream, and the next events flow', async () => {
    const [anna, ivan] = [newPerson(), newPerson()];
    const [vhost, port] = await Promise.all([createVhost(), freePort()]);
    rabbitmq = await rabbitmqBench({ vhost, partitions: 1 });
    await rabbitmq.publisher.whenReady(AbortSignal.timeout(10_000));
    app = new Supervised('feed-projector', `employee/${anna}#2`, {
      ...environment,
      ...(await testTokens()).environment,
      DATABASE_URL: bench.url,
      AMQP_URL: vhost.amqpUrl,
      FEED_PARTITIONS: '1',
      PUBLISHERS: '*=*',
      PORT: String(port),
    });
    const events = [hired(ivan, 1), hired(anna, 1), promoted(anna, 2), promoted(anna, 3), promoted(ivan, 2)];
    for (const event of events) await rabbitmq.publisher.publish(event);
    await eventually(async () => expect(await parked(anna)).toEqual(PARKED), patient);
    expect(app.ends).toEqual(Array.from({ length: 5 }, () => 'SIGKILL'));

    const { pid } = app;
    for (const event of [promoted(anna, 4), promoted(ivan, 3)]) await rabbitmq.publisher.publish(event);
    await eventually(async () => expect(await parked(anna)).toHaveLength(3), patient);
    await eventually(async () => expect(await bench.about(ivan)).toHaveLength(3), patient);
    expect(await bench.about(anna)).toHaveLength(1);
    expect([app.pid, app.ends.length]).toEqual([pid, 5]);

    const [killer] = await bench.parkedOf(anna);
    const order = { reason: 'mended?', id: killer!.id };
    const headers = await asChief();
    const url = `http://127.0.0.1:${port}/operator/parked/replay`;
    await expect(fetch(url, { method: 'POST', headers, body: JSON.stringify(order) })).rejects.toThrow();
    const [again] = await bench.parkedOf(anna);
    expect(again).toMatchObject({ id: killer!.id, reason: 'killed-the-projector', attempts: 1 });
    expect(again!.detail).toContain('replay');
    await rabbitmq.publisher.publish(promoted(ivan, 4));
    await eventually(async () => expect(await bench.about(ivan)).toHaveLength(4), patient);
    expect(app.ends).toHaveLength(6);
  }, 240_000);

  it('does so to standalone five times at most, then it is parked with its stream, and the next events flow', async () => {
    const [anna, ivan] = [newPerson(), newPerson()];
    const [port, dataDir] = [await freePort(), await mkdtemp(join(tmpdir(), 'killer-'))];
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    await believeTestTokens(dataDir);
    app = new Supervised('standalone', `employee/${anna}#2`, {
      ...environment,
      DATABASE_URL: bench.url,
      DATA_DIR: dataDir,
      PORT: String(port),
      OUTBOX_POLL_MS: '100',
    });
    const send = (path: string, body: object, key: string): Promise<void> =>
      eventually(async () => {
        const headers = { ...(await asChief()), 'idempotency-key': key };
        const url = `http://127.0.0.1:${port}/employees${path}`;
        const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
        expect(answer.status).toBeLessThan(300);
      }, patient);
    for (const id of [ivan, anna]) await send('', { id, name: 'Anna Ivanova', position: 'Engineer' }, id);
    for (const n of [2, 3]) await send(`/${anna}/position`, { position: `Lead ${n}` }, `${anna}-${n}`);
    await eventually(async () => expect(await parked(anna)).toEqual(PARKED), patient);
    expect(app.ends.length).toBeGreaterThan(1);
    expect(app.ends.length).toBeLessThanOrEqual(5);
    expect(new Set(app.ends)).toEqual(new Set(['SIGKILL']));

    const { pid } = app;
    await send(`/${ivan}/position`, { position: 'Lead' }, ivan + 2);
    await eventually(async () => expect(await bench.about(ivan)).toHaveLength(2), patient);
    expect(app.pid).toBe(pid);
  }, 240_000);
});
