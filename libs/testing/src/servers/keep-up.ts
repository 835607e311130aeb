import { setTimeout as sleep } from 'node:timers/promises';
import type { ManagedServer } from './managed-server.js';

const LOOK_EVERY_MS = 250;

/** Starts a server again a while after it fell, and says so, until the returned function is called. */
export function keepUp(
  name: string,
  server: ManagedServer,
  afterMs: number,
  say: (line: string) => void,
): () => Promise<void> {
  let active = true;
  const watch = async () => {
    while (active) {
      await sleep(LOOK_EVERY_MS);
      if (!active || server.pid !== undefined) continue;
      say(`${name} fell, starting it again in ${afterMs / 1000} s`);
      await sleep(afterMs);
      if (!active) return;
      await server.start().then(
        () => say(`${name} is back (process ${server.pid})`),
        (error: Error) => say(`${name} does not start: ${error.message}`),
      );
    }
  };
  const watching = server.managed ? watch() : Promise.resolve();
  return async () => {
    active = false;
    await watching;
  };
}
