import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LOOK_EVERY_MS = 25;
/**
 * What a client sends at the moment of closing is on its way, or lies unread in the socket: to us the connection looks
 * idle, and closing it would cut the request. One that really does nothing is not waited for longer than this.
 */
const GRACE_MS = 100;

/**
 * Has a server close without waiting for connections that do nothing, and without cutting one on which a request just
 * arrives: once closing has begun, each goes when nothing has been under way on it for a moment. This takes the place of
 * `closeIdleConnections`, which `close` calls: Node's own looks once, cuts what it has not read yet, and takes a
 * connection on which nothing was ever asked, as browsers open them ahead, for a busy one.
 */
export function closeIdleConnections(server: Server): void {
  const connections = new Map<Socket, { underWay: number; idleSince: number }>();
  server.on('connection', (socket) => {
    connections.set(socket, { underWay: 0, idleSince: performance.now() });
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    const connection = connections.get(socket);
    if (!connection) return;
    connection.underWay++;
    response.once('close', () => {
      connection.underWay--;
      connection.idleSince = performance.now();
    });
  });
  let timer: NodeJS.Timeout | undefined;
  server.closeIdleConnections = () => {
    if (timer) return;
    const begun = performance.now();
    const closeIdle = (): void => {
      const longAgo = performance.now() - GRACE_MS;
      for (const [socket, { underWay, idleSince }] of connections)
        if (underWay === 0 && Math.max(idleSince, begun) < longAgo) socket.destroySoon();
    };
    // An immediate runs after what has arrived was read. A timer runs before that, and may be late by more than the grace.
    timer = setInterval(() => setImmediate(closeIdle), LOOK_EVERY_MS);
    server.once('close', () => clearInterval(timer));
  };
}
