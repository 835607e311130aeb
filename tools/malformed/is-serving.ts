import { CHIEF, eventually } from '#lib/testing';
import type { SystemUnderTest } from '../faults/system.js';

/** Whether every app is ready, and somebody who is hired now is shown. Answers what is not so. */
export async function isServing(system: SystemUnderTest): Promise<string | undefined> {
  try {
    for (const app of system.apps) {
      const ready = await fetch(`${system.url(app)}/health/ready`);
      if (ready.status !== 200) return `${app} is not ready: ${await ready.text()}`;
    }
    const headers = await system.tokens.as(CHIEF);
    const hired = await fetch(`${system.url('employee-registrar')}/employees`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'malformed-the-last', name: 'The Last', position: 'Engineer' }),
    });
    if (hired.status !== 201) return `nobody can be hired: ${await hired.text()}`;
    await eventually(async () => {
      const page = await fetch(`${system.url('feed-api')}/feed?person=malformed-the-last`, { headers });
      const { items = [] } = (await page.json()) as { items?: unknown[] };
      if (items.length !== 1) throw new Error(`${items.length} entries of the last hire`);
    });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
