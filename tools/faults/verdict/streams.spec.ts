import { describe, expect, it } from 'vitest';
import type { StoredEvent } from './evidence.js';
import { judgeStreams } from './streams.js';

const event = (version: number, type: string, data: unknown = {}): StoredEvent => ({
  app: 'a',
  stream: 's',
  version,
  published: version,
  eventId: `e-${version}`,
  type,
  data,
  requestId: undefined,
  envelope: undefined,
  occurredAt: '2026-11-20T10:00:00.000Z',
});
const found = (...stored: StoredEvent[]) => judgeStreams({ stored }).map(({ verdict }) => verdict);
const reaction = (version: number, turn: string, kind: string) =>
  event(version, `reaction.${turn}.v1`, { kind });

describe('the streams of the sources', () => {
  it('are sound when begun once, numbered without a gap, and turned to and fro', () => {
    expect(found(event(2, 'employee.renamed.v1'), event(1, 'employee.hired.v1'))).toEqual([]);
    const turns = [
      reaction(1, 'added', 'fire'),
      reaction(2, 'added', 'like'),
      reaction(3, 'removed', 'fire'),
    ];
    expect(found(...turns)).toEqual([]);
  });

  it('are not when two events have one number, or one is missing', () => {
    expect(found(event(1, 'x.v1'), event(1, 'y.v1'))).toEqual(['disordered']);
    expect(found(event(1, 'x.v1'), event(3, 'y.v1'))).toEqual(['disordered']);
  });

  it('are not when one is begun twice', () => {
    expect(found(event(1, 'team.created.v1'), event(2, 'team.created.v2'))).toEqual(['doubled']);
  });

  it('are not when a reaction is added where it is, or removed where it is not', () => {
    expect(found(reaction(1, 'added', 'fire'), reaction(2, 'added', 'fire'))).toEqual(['doubled']);
    expect(found(reaction(1, 'removed', 'fire'))).toEqual(['doubled']);
  });
});
