import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../eventually.js';
import { eventOf, gate, type MessagingBench, Recorder, relay, streamsOf } from './messaging-bench.js';

const SUBJECTS = ['person/1', 'person/2', 'team/1', 'team/2', 'department/ü'];

/**
 * What every pair of publisher and subscriber promises. `create` makes a fresh bench for each test, which `tearDown`
 * clears away; `canSendRaw` is false where no foreign bytes can come in.
 */
export function testMessaging(
  name: string,
  create: () => Promise<MessagingBench>,
  { canSendRaw = true } = {},
): void {
  describe(name, () => {
    let bench: MessagingBench;
    let recorder: Recorder;
    const idsOf = (events: { id: string }[]) => events.map(({ id }) => id);

    beforeEach(async () => {
      bench = await create();
      recorder = new Recorder();
    });
    afterEach(() => bench.tearDown());

    test('an event arrives with every attribute as it was', async () => {
      await bench.newSubscriber().subscribe(recorder.options());
      const full = eventOf('person/ä', 7, {
        type: 'employee.hired.v1',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        correlationid: 'request-1',
        causationid: 'event-0',
        extension: 'kept',
        data: { name: 'Zoë', nested: [1, null, { deep: true }] },
      });
      const { subject: _, sequence: __, ...unordered } = eventOf('none', 1, { id: 'unordered' });
      await relay(bench.publisher, [[full], [unordered]]);
      await eventually(() => expect(recorder.events).toHaveLength(2));
      expect(recorder.events).toEqual(expect.arrayContaining([full, unordered]));
      const [delivery] = recorder.deliveries.filter(({ body }) => body.includes('employee.hired'));
      expect(delivery).toMatchObject({ contentType: 'application/cloudevents+json', redelivered: false });
      expect(delivery?.headers).toMatchObject({
        subject: 'person/ä',
        sequence: 7,
        correlationid: 'request-1',
      });
    });

    test('2,000 events arrive once each, in order for each subject, in bounded batches, one at a time', async () => {
      await bench.newSubscriber().subscribe(recorder.options(50));
      const streams = streamsOf(SUBJECTS, 400);
      await relay(bench.publisher, streams);
      await eventually(() => expect(recorder.deliveries.length).toBeGreaterThanOrEqual(2_000), {
        timeoutMs: 20_000,
      });
      for (const [n, subject] of SUBJECTS.entries())
        expect(recorder.ids(subject)).toEqual(idsOf(streams[n]!));
      expect(recorder.ids()).toHaveLength(2_000);
      expect(Math.max(...recorder.batches.map((batch) => batch.length))).toBeLessThanOrEqual(50);
      expect(recorder.mostRunning).toBe(1);
    });

    test('publishes of one moment come in batches, not one by one', async () => {
      await bench.newSubscriber().subscribe(recorder.options(20));
      await relay(
        bench.publisher,
        Array.from({ length: 100 }, (_, n) => [eventOf(`person/${n}`, 1)]),
      );
      await eventually(() => expect(recorder.deliveries).toHaveLength(100));
      expect(recorder.batches.length).toBeLessThan(100);
    });

    test('a rejected batch comes again, in order and complete, after the handler was asked whether it is ready', async () => {
      let failures = 3;
      recorder.before = () => {
        if (failures-- > 0) throw new Error('the database is away');
        expect(recorder.readyAsked).toBeGreaterThan(0);
      };
      await bench.newSubscriber().subscribe(recorder.options(5));
      const streams = streamsOf(SUBJECTS.slice(0, 2), 30);
      await relay(bench.publisher, streams);
      await eventually(() => expect(recorder.deliveries).toHaveLength(60));
      expect(recorder.ids('person/1')).toEqual(idsOf(streams[0]!));
      expect(recorder.ids('person/2')).toEqual(idsOf(streams[1]!));
    });

    test('closing finishes the batch in hand and handles nothing after it', async () => {
      const hold = gate();
      const stop = new AbortController();
      recorder.before = () => hold.opened;
      const subscription = await bench.newSubscriber().subscribe(recorder.options(3));
      const relaying = relay(bench.publisher, streamsOf(['person/1', 'person/2'], 10), stop.signal);
      await eventually(() => expect(recorder.running).toBe(1));
      let closed = false;
      const closing = subscription.close().then(() => (closed = true));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(closed).toBe(false);
      hold.open();
      await closing;
      await subscription.close();
      const handled = recorder.deliveries.length;
      expect({ started: recorder.started, batches: recorder.batches.length }).toEqual({
        started: 1,
        batches: 1,
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(recorder.deliveries).toHaveLength(handled);
      stop.abort();
      await relaying;
    });

    test('what a closed subscription did not acknowledge comes to the next one, in order', async () => {
      const stream = streamsOf(['person/1'], 40);
      const first = await bench.newSubscriber().subscribe(recorder.options(4));
      const relaying = relay(bench.publisher, stream);
      await eventually(() => expect(recorder.deliveries.length).toBeGreaterThan(0));
      await first.close();
      const handled = recorder.ids();
      await bench.newSubscriber().subscribe(recorder.options(4));
      await relaying;
      await eventually(() => expect(recorder.deliveries).toHaveLength(40));
      expect(recorder.ids().slice(0, handled.length)).toEqual(handled);
      expect(recorder.ids()).toEqual(idsOf(stream[0]!));
    });

    test('two subscriptions of a group share the messages, and one takes over from the other in order', async () => {
      const second = new Recorder();
      const all: string[] = [];
      for (const each of [recorder, second]) {
        each.before = async (batch) => {
          await new Promise((resolve) => setTimeout(resolve, 2));
          all.push(...batch.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id));
        };
      }
      const active = await bench.newSubscriber().subscribe(recorder.options(5));
      await bench.newSubscriber().subscribe(second.options(5));
      const streams = streamsOf(['person/1', 'person/2'], 150);
      const relaying = relay(bench.publisher, streams);
      await eventually(() => expect(recorder.deliveries.length).toBeGreaterThan(20));
      await active.close();
      await relaying;
      await eventually(() => expect(all.length).toBeGreaterThanOrEqual(300));
      for (const stream of streams) {
        const subject = stream[0]!.subject!;
        expect(all.filter((id) => id.startsWith(`${subject}#`))).toEqual(idsOf(stream));
      }
      expect(second.deliveries.length).toBeGreaterThan(0);
    });

    test('an event that nobody would get is unroutable', async () => {
      const publisher = await bench.unroutedPublisher();
      await expect(publisher.publish(eventOf('person/1', 1))).rejects.toMatchObject({ reason: 'unroutable' });
    });

    test('an event over 64 KiB is too large, and the next one goes through', async () => {
      await bench.newSubscriber().subscribe(recorder.options());
      const large = eventOf('person/1', 1, { data: 'x'.repeat(64 * 1024) });
      await bench.publisher.whenReady(AbortSignal.timeout(10_000));
      await expect(bench.publisher.publish(large)).rejects.toMatchObject({ reason: 'too-large' });
      await bench.publisher.publish(eventOf('person/1', 1));
    });

    test('after closing, publishing is rejected and nobody is told it was ready', async () => {
      await bench.newSubscriber().subscribe(recorder.options());
      await bench.publisher.whenReady(AbortSignal.timeout(10_000));
      await bench.publisher.close();
      await expect(bench.publisher.publish(eventOf('person/1', 1))).rejects.toMatchObject({
        reason: 'unavailable',
      });
      await expect(bench.publisher.whenReady(AbortSignal.timeout(50))).rejects.toThrow();
    });

    test.skipIf(!canSendRaw)('a message that is no event reaches the handler as it is', async () => {
      await bench.newSubscriber().subscribe(recorder.options());
      const body = Buffer.from([0xff, 0x00, 0x7b]);
      await bench.publishRaw!({
        contentType: 'text/plain',
        headers: { subject: 's', cloudEvents_id: '1' },
        body,
      });
      const [delivery] = await eventually(() => {
        expect(recorder.deliveries).toHaveLength(1);
        return recorder.deliveries;
      });
      expect(delivery).toMatchObject({
        contentType: 'text/plain',
        headers: { subject: 's', cloudEvents_id: '1' },
      });
      expect(delivery?.body.equals(body)).toBe(true);
    });
  });
}
