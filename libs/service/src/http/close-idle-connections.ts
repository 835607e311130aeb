import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LOOK_EVERY_MS = 50;

/**
 * Prepares a server to close without waiting for connections that do nothing. Returns what begins it: from then on each
 * connection goes as soon as no request is under way on it. Node's own `closeIdleConnections` looks once, and takes a
 * connection on which nothing was ever asked, as browsers open them ahead, for a busy one.
 */
export function closeIdleConnections(server: Server): () => void {
  const underWay = new Map<Socket, number>();
  server.on('connection', (socket) => {
    underWay.set(socket, 0);
    socket.once('close', () => underWay.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    underWay.set(socket, (underWay.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const count = underWay.get(socket);
      if (count !== undefined) underWay.set(socket, count - 1);
    });
  });
  return () => {
    const closeIdle = (): void => {
      for (const [socket, count] of underWay) if (count === 0) socket.destroySoon();
    };
    closeIdle();
    const timer = setInterval(closeIdle, LOOK_EVERY_MS);
    server.once('close', () => clearInterval(timer));
  };
}
