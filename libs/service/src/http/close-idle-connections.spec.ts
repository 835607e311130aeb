import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startSample } from '../../test/start-sample.js';

describe('a service', () => {
  it('closes at once though a connection is kept alive', async () => {
    const started = await startSample();
    const agent = new Agent({ keepAlive: true });
    await textOf(await open(`${started.url}/things/1`, agent));
    const before = performance.now();
    await started.close();
    expect(performance.now() - before).toBeLessThan(1000);
    agent.destroy();
  });

  it('closes at once though somebody has connected and said nothing', async () => {
    const started = await startSample();
    const silent = connect(Number(new URL(started.url).port), '127.0.0.1');
    await once(silent, 'connect');
    await textOf(await open(`${started.url}/things/1`, new Agent()));
    const before = performance.now();
    await started.close();
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('closes as soon as an answer that it had begun is out', async () => {
    const started = await startSample();
    const agent = new Agent({ keepAlive: true });
    const begun = await open(`${started.url}/things/trickle`, agent);
    const before = performance.now();
    const [answer] = await Promise.all([textOf(begun), started.close()]);
    expect(answer).toBe('begun, finished');
    expect(performance.now() - before).toBeLessThan(2000);
    agent.destroy();
  });

  it.each([
    ['a connection that is kept alive', 'GET /things/1 HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['a connection that is new', ''],
  ])('answers what was sent on %s as it began to close', async (_, before) => {
    const started = await startSample();
    const socket = connect(Number(new URL(started.url).port), '127.0.0.1');
    await once(socket, 'connect');
    if (before !== '') {
      socket.write(before);
      await once(socket, 'data');
    }
    // One that is answered was accepted after it, so the server has both.
    await textOf(await open(`${started.url}/things/1`, new Agent()));
    const begun = closingOf(started.app.getHttpServer() as Server);
    const closing = started.close();
    await begun;
    // In this phase of the event loop, so that timers come before sockets are read.
    await new Promise((resolve) => setImmediate(resolve));
    socket.write('GET /things/2 HTTP/1.1\r\nhost: a\r\n\r\n');
    stallFor(300);
    const answer = await textOf(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('connection: close');
    await closing;
  });
});

/** Resolves in the turn of the event loop in which the server begins to close what is idle. */
function closingOf(server: Server): Promise<void> {
  const close = server.closeIdleConnections.bind(server);
  return new Promise((begun) => {
    server.closeIdleConnections = () => {
      close();
      begun();
    };
  });
}

/** As on a machine that is short of processors: when it goes on, timers are due and sockets unread. */
function stallFor(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function open(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(url, { agent }, resolve).on('error', reject));
}
