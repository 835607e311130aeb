import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { Counter, register } from 'prom-client';

const NAME = 'http_server_dropped_connections_total';
const TELL_EVERY_MS = 60_000;

/** The registry is the process's, and specs start several services in one process. */
const dropped =
  (register.getSingleMetric(NAME) as Counter | undefined) ??
  new Counter({
    name: NAME,
    help: 'Connections that were closed at once, since there were as many as there may be.',
  });

/** Has a server close connections beyond so many at once, before they cost more than that. */
export function limitConnections(server: Server, most: number, logger: Logger): void {
  server.maxConnections = most;
  let silentUntil = 0;
  server.on('drop', () => {
    dropped.inc();
    if (performance.now() < silentUntil) return;
    silentUntil = performance.now() + TELL_EVERY_MS;
    logger.warn({ most }, 'dropping connections: there are as many as there may be');
  });
}
