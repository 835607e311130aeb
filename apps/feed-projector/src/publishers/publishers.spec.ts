import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '#lib/envelope';
import { ConfigFault, loadConfig } from '#lib/service';
import { planBatch } from '../plan-batch.js';
import { publishersConfig } from './publishers.config.js';
import { anyPublisher, Publishers } from './publishers.js';

const own = new Publishers([]);
const allowing = (PUBLISHERS?: string) =>
  new Publishers(
    loadConfig(publishersConfig, { ...(PUBLISHERS !== undefined && { PUBLISHERS }) }).PUBLISHERS,
  );

describe('a user of the broker', () => {
  it.each([
    ['employee-registrar', '/employee-registrar'],
    ['canteen', '/canteen'],
    ['event-intake', '/canteen'],
    ['event-intake', '/canteen/menu'],
  ])('%s publishes as %s', (user, source) => {
    expect(own.refusalOf(user, source)).toBeUndefined();
  });

  it.each([
    ['thanks', '/employee-registrar'],
    ['event-intake', '/employee-registrar'],
    ['event-intake', '/Employee-Registrar/'],
    ['canteen', '/canteen/menu'],
    ['canteen', 'canteen'],
    ['*', '/canteen'],
    [undefined, '/employee-registrar'],
  ])('%s does not publish as %s', (user, source) => {
    expect(own.refusalOf(user, source)).toMatchObject({ reason: 'publisher-not-allowed' });
  });

  it('is named with the source that it took', () => {
    const { detail, publisher } = own.refusalOf('thanks', '/org-structure')!;
    expect(detail).toBe(
      'the broker says that the user thanks has published it, who may not publish as /org-structure',
    );
    expect(publisher).toBe('thanks');
    expect(own.refusalOf(undefined, '/org-structure')).not.toHaveProperty('publisher');
  });
});

describe('PUBLISHERS', () => {
  it('allows more than the own name', () => {
    const more = allowing('menu=/canteen/menu, company-feed=*, *=/kiosk');
    for (const [user, source] of [
      ['menu', '/canteen/menu'],
      ['company-feed', '/thanks'],
      ['lobby', '/kiosk'],
      [undefined, '/kiosk'],
    ] as const)
      expect(more.refusalOf(user, source), `${user} as ${source}`).toBeUndefined();
    expect(more.refusalOf('menu', '/canteen')).toBeDefined();
    expect(more.refusalOf('lobby', '/thanks')).toBeDefined();
    expect(more.refusalOf(undefined, '/thanks')).toBeDefined();
  });

  it('allows nothing unless it is set, and everything only when that is said', () => {
    expect(allowing().refusalOf('company-feed', '/thanks')).toBeDefined();
    for (const everything of [allowing('*=*'), anyPublisher])
      expect(everything.refusalOf(undefined, '/thanks')).toBeUndefined();
  });

  it.each(['canteen', 'canteen=', '=/canteen', 'canteen=canteen', 'a=/b=/c', 'a b=/c', 'cant*=/canteen'])(
    'is refused as %j',
    (value) => {
      expect(() => allowing(value)).toThrow(ConfigFault);
    },
  );
});

describe('what is published under the name of another', () => {
  const event: CloudEvent = {
    specversion: '1.0',
    id: 'forged',
    source: '/employee-registrar',
    type: 'employee.hired.v1',
    subject: 'employee/1',
    sequence: 1,
    time: '2026-11-20T10:00:00Z',
    data: { employeeId: '1', name: 'Nobody', position: 'Intruder' },
  };
  const stream = { source: event.source, stream: 'employee/1', revision: 1, lastSequence: 0, parked: false };

  it('does not hold up the stream that it claims, neither in its place nor before it', () => {
    const forged = [1, 2].map((sequence) => ({ ...event, sequence }));
    const refused = new Map(forged.map((one) => [one, own.refusalOf('thanks', one.source)!]));
    const plan = planBatch([...forged, event], [{ ...stream, pending: [] }], [], refused);
    expect(plan.parked.map(({ event: one, publisher }) => [one, publisher])).toEqual(
      forged.map((one) => [one, 'thanks']),
    );
    expect(plan.applied.map(({ event: one }) => one)).toEqual([event]);
    expect(plan.pending).toEqual([]);
  });
});
