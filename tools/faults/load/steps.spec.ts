import { describe, expect, it } from 'vitest';
import type { Request } from './request.js';
import { effectOf } from '../verdict/effects.js';
import { stepsOf } from './steps.js';

function requestsOf(seed: number, client: number, steps: number): Request[] {
  const drawn = stepsOf(seed, client, 8);
  return Array.from({ length: steps }, () => drawn.next().value).flatMap((step) =>
    step.requests.map(({ request }) => request),
  );
}

const routeOf = ({ method, path }: Request): string =>
  `${method} /${path
    .split('/')
    .filter((_, n) => n % 2 === 1)
    .join('/:id/')}`;

describe('what a client does', () => {
  it('is the same for the same seed, and another for another seed or client', () => {
    expect(requestsOf(7, 1, 200)).toEqual(requestsOf(7, 1, 200));
    expect(requestsOf(7, 1, 20)).not.toEqual(requestsOf(8, 1, 20));
    expect(requestsOf(7, 1, 20)).not.toEqual(requestsOf(7, 2, 20));
  });

  it('is every command of every source, before long', () => {
    const routes = new Set(requestsOf(7, 1, 3_000).map(routeOf));
    expect([...routes].toSorted()).toEqual([
      'DELETE /departments',
      'DELETE /feed/:id/hidden',
      'DELETE /feed/:id/pin',
      'DELETE /feed/:id/reactions',
      'DELETE /teams',
      'DELETE /thanks',
      'POST /departments',
      'POST /departments/:id/name',
      'POST /departments/:id/parent',
      'POST /employees',
      'POST /employees/:id/department',
      'POST /employees/:id/departure',
      'POST /employees/:id/name',
      'POST /employees/:id/position',
      'POST /events',
      'POST /teams',
      'POST /teams/:id/department',
      'POST /teams/:id/name',
      'POST /thanks',
      'PUT /feed/:id/hidden',
      'PUT /feed/:id/pin',
      'PUT /feed/:id/reactions',
    ]);
  });

  it('makes people whom no other client makes, beside a few that all of them want to', () => {
    const hiredBy = (client: number): string[] =>
      requestsOf(7, client, 500)
        .filter(({ path }) => path === '/employees')
        .map(({ body }) => (body as { id: string }).id);
    const [ours, theirs] = [new Set(hiredBy(1)), new Set(hiredBy(2))];
    const both = [...ours].filter((id) => theirs.has(id));
    expect(both.length).toBeGreaterThan(0);
    expect(both.filter((id) => !id.includes('-hot-'))).toEqual([]);
  });

  it('is known to the verdict', () => {
    for (const request of requestsOf(7, 1, 3_000))
      if (request.app !== 'event-intake') expect(effectOf(request).types).not.toEqual([]);
  });

  it('has keys that no other step or client has', () => {
    const keysOf = (client: number) => {
      const steps = stepsOf(7, client, 8);
      const drawn = Array.from({ length: 100 }, () => steps.next().value);
      return drawn.flatMap(({ requests }) => requests.map(({ key }) => key));
    };
    const keys = [...keysOf(1), ...keysOf(11)];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('numbers a stream of announcements without a gap, and sends some of it the wrong way round', () => {
    const sequences = requestsOf(7, 1, 500)
      .flatMap(({ body }) => body as { sequence?: number })
      .flatMap((event) => event?.sequence ?? []);
    expect(sequences.toSorted((a, b) => a - b)).toEqual(sequences.map((_, n) => n + 1));
    expect(sequences).not.toEqual(sequences.map((_, n) => n + 1));
  });
});
