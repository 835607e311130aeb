import { expect, test } from 'vitest';
import { eventOf, eventually, gate, Recorder, testMessaging } from '#lib/testing';
import { silentLogger } from '../logger.js';
import { InProcessBroker } from './in-process-broker.js';

testMessaging(
  'InProcessBroker',
  async () => {
    const broker = new InProcessBroker(silentLogger, 0);
    return {
      publisher: broker,
      newSubscriber: () => broker,
      unroutedPublisher: async () => new InProcessBroker(silentLogger),
      tearDown: () => broker.close(),
    };
  },
  { canSendRaw: false },
);

test('publish resolves when every group has handled the event, not before', async () => {
  const broker = new InProcessBroker(silentLogger);
  const hold = gate();
  const [quick, slow] = [new Recorder(), new Recorder()];
  slow.before = () => hold.opened;
  await broker.subscribe(quick.options());
  await broker.subscribe({ ...slow.options(), group: 'slow' });
  let resolved = false;
  const publishing = broker.publish(eventOf('person/1', 1)).then(() => (resolved = true));
  await eventually(() => expect(quick.deliveries).toHaveLength(1));
  expect(resolved).toBe(false);
  hold.open();
  await publishing;
  expect(slow.deliveries).toHaveLength(1);
});

test('a rejected batch is refused, what waited behind it does not overtake it, and readiness is told', async () => {
  const broker = new InProcessBroker(silentLogger);
  const [hold, ready] = [gate(), gate()];
  const recorder = new Recorder();
  recorder.before = async () => {
    await hold.opened;
    throw new Error('no database');
  };
  await broker.subscribe({ ...recorder.options(), whenReady: () => ready.opened });
  const first = broker.publish(eventOf('person/1', 1));
  await eventually(() => expect(recorder.running).toBe(1));
  const behind = broker.publish(eventOf('person/1', 2));
  hold.open();
  await expect(first).rejects.toMatchObject({ reason: 'refused' });
  await expect(behind).rejects.toMatchObject({ reason: 'unavailable' });
  await expect(broker.publish(eventOf('person/1', 3))).rejects.toMatchObject({ reason: 'unavailable' });
  await expect(broker.whenReady(AbortSignal.timeout(20))).rejects.toThrow();
  recorder.before = () => {};
  ready.open();
  await broker.whenReady(AbortSignal.timeout(5_000));
  await broker.publish(eventOf('person/1', 1));
  expect(recorder.ids()).toEqual(['person/1#1']);
});

test('closing resolves the publishes in hand and rejects those that wait', async () => {
  const broker = new InProcessBroker(silentLogger);
  const hold = gate();
  const recorder = new Recorder();
  recorder.before = () => hold.opened;
  await broker.subscribe(recorder.options());
  const first = broker.publish(eventOf('person/1', 1));
  await eventually(() => expect(recorder.running).toBe(1));
  const waiting = expect(broker.publish(eventOf('person/1', 2))).rejects.toMatchObject({
    reason: 'unavailable',
  });
  const closing = broker.close();
  await waiting;
  hold.open();
  await Promise.all([first, closing]);
  expect(recorder.ids()).toEqual(['person/1#1']);
});

test('whenever in the end of a batch the next event is published, it is handled', async () => {
  const broker = new InProcessBroker(silentLogger);
  const recorder = new Recorder();
  await broker.subscribe(recorder.options());
  for (let turns = 0; turns < 40; turns++) {
    const first = broker.publish(eventOf('person/1', 1));
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    await Promise.all([first, broker.publish(eventOf('person/1', 2))]);
  }
  expect(recorder.deliveries).toHaveLength(80);
});

test('what may have been handed over before the process was started is marked as such', async () => {
  const broker = new InProcessBroker(silentLogger, 2);
  const recorder = new Recorder();
  await broker.subscribe(recorder.options());
  for (const n of [1, 2, 3]) await broker.publish(eventOf('person/1', n));
  expect(recorder.deliveries.map(({ redelivered }) => redelivered)).toEqual([true, true, false]);
});
