import { randomUUID } from 'node:crypto';
import { eventually } from '#lib/testing';
import { post } from './http.js';

/** What one client wanted and still wants until it is answered: the same request, with the same key. */
export interface Hire {
  readonly key: string;
  readonly name: string;
  /** Set by the answer. */
  id?: string;
}

export function hires(count: number): Hire[] {
  return Array.from({ length: count }, (_, n) => ({ key: randomUUID(), name: `Employee ${n}` }));
}

/** Sends what is not answered yet, `clients` at a time. Stops at the first request that fails; says whether none did. */
export async function sendAll(registrar: string, wanted: readonly Hire[], clients = 32): Promise<boolean> {
  const open = wanted.filter(({ id }) => id === undefined);
  let failed = false;
  const client = async (): Promise<void> => {
    for (let hire = open.pop(); hire && !failed; hire = open.pop()) {
      const id = await send(registrar, hire).catch(() => undefined);
      if (id === undefined) failed = true;
      else hire.id = id;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return !failed;
}

/** Sends again, with the same keys, until all are answered. */
export async function sendUntilAnswered(registrar: string, wanted: readonly Hire[]): Promise<void> {
  await eventually(
    async () => {
      if (!(await sendAll(registrar, wanted))) throw new Error('not all were answered');
    },
    { timeoutMs: 60_000, everyMs: 250 },
  );
}

async function send(registrar: string, { key, name }: Hire): Promise<string> {
  const answer = await post(
    `${registrar}/employees`,
    { name, position: 'Engineer' },
    { 'idempotency-key': key },
  );
  if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return String(answer.body['id']);
}
