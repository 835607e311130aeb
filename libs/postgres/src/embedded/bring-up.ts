import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';
import type { Installation } from './installation.js';
import { findRunningServer, type RunningServer } from './running-server.js';
import { startServer } from './start-server.js';

/** What is left of a killed server is gone within a second or two: orphaned backends end, the system reaps. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 100;

/** A server of the cluster that takes connections. With a `child` it is one that we started, else one that we found. */
export interface Server extends RunningServer {
  readonly child?: ChildProcess;
}

/**
 * Finds the server that runs on the cluster, or starts one, on `fixedPort` when given. Waits up to 30 s for what a
 * killed server left behind and for a port that is taken. Throws with the server's own words when it does not start.
 */
export async function bringUp(installation: Installation, fixedPort?: number): Promise<Server> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const running = await findRunningServer(installation.cluster);
    if (running) return { pid: running.pid, port: running.port };
    const port = fixedPort ?? (await freePort());
    const start = await startServer(installation, port);
    if (start.outcome === 'ready') return { pid: start.pid, port, child: start.child };
    if (start.outcome === 'failed' || performance.now() > deadline) {
      throw new Error(`PostgreSQL did not start (log: ${installation.logFile}): ${start.reason}`);
    }
    await sleep(RETRY_MS);
  }
}
