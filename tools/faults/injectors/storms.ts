import { randomUUID } from 'node:crypto';
import { CHIEF } from '#lib/testing';
import type { Fault } from '../fault.js';
import type { SystemUnderTest } from '../system.js';

const AT_ONCE = 16;

/** Nothing is broken: many want the same at the same moment, over all replicas, and one of them may have it. */
export const stormFaults: readonly Fault[] = [
  {
    kind: 'storm: many hire one person, and change what they saw, at once',
    modes: ['distributed', 'standalone'],
    weight: 2,
    inject: async (system) => {
      const id = randomUUID();
      const hired = await allAtOnce(system, '/employees', (n) => ({
        id,
        name: `Storm ${n}`,
        position: 'First',
      }));
      const moved = await allAtOnce(
        system,
        `/employees/${id}/position`,
        (n) => ({ position: `Place ${n}` }),
        '"1"',
      );
      if (hired > 1) throw new Error(`${id} was hired ${hired} times`);
      if (moved > 1) throw new Error(`${moved} were the first to change ${id}`);
      return { id, hired, moved };
    },
  },
];

/** Answers how many were accepted. Whoever is not answered does not ask again. */
async function allAtOnce(
  system: SystemUnderTest,
  path: string,
  body: (n: number) => object,
  ifMatch?: string,
): Promise<number> {
  const replicas = ['employee-registrar', ...system.apps.filter((name) => name === 'employee-registrar-2')];
  const headers = {
    ...(await system.tokens.as(CHIEF)),
    'content-type': 'application/json',
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
  };
  const asked = Array.from({ length: AT_ONCE }, async (_, n) => {
    const answer = await fetch(`${system.url(replicas[n % replicas.length]!)}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body(n)),
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  });
  const answers = await Promise.allSettled(asked);
  return answers.filter((answer) => answer.status === 'fulfilled' && answer.value).length;
}
