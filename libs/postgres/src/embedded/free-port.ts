import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Linux hands out ports from here on to outgoing connections, so a server that restarts may find its own taken. */
const FIRST_EPHEMERAL_PORT = 32_768;
const FIRST_PORT = 20_000;

/** A port of 127.0.0.1 below the ephemeral range on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(FIRST_PORT, FIRST_EPHEMERAL_PORT);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port found on 127.0.0.1 from ${FIRST_PORT} to ${FIRST_EPHEMERAL_PORT - 1}`);
}

/** Whether nobody listens on a port of 127.0.0.1 at this moment. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => resolve(true)));
  });
}
