import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { register } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../../test/start-sample.js';

let sample: Sample | undefined;
afterEach(() => sample?.close());

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  sample = await startSample({}, undefined, env);
}

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(sample!.url).port), '127.0.0.1');
  await once(socket, 'connect');
  // Whoever is refused while still sending may see the connection break.
  return socket.on('error', () => undefined);
}

/** Says a little every 50 ms, for as long as anybody listens. */
async function trickle(socket: Socket, words: () => string): Promise<void> {
  while (socket.writable) {
    socket.write(words());
    await delay(50);
  }
}

const FEW_MS = { HEADERS_TIMEOUT_MS: '300', REQUEST_TIMEOUT_MS: '1000' };
const LONG_MS = 5_000;

describe('a connection on which a request comes slowly', () => {
  it.each([
    ['a header at a time', 'GET /things HTTP/1.1\r\nhost: x\r\n', () => `x-${Math.random()}: y\r\n`, 900],
    ['and nothing is said at all', '', () => '', 900],
    [
      'a byte of its body at a time',
      'POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n',
      () => ' ',
      LONG_MS,
    ],
  ])('%s is answered 408 and closed', async (_, head, words, withinMs) => {
    await start(FEW_MS);
    const before = performance.now();
    const socket = await open();
    if (head !== '') socket.write(head);
    const [answer] = await Promise.all([text(socket), head === '' ? undefined : trickle(socket, words)]);
    expect(performance.now() - before).toBeLessThan(withinMs + LONG_MS);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request-timeout"');
  });
});

describe('headers', () => {
  it('of more than 16 KiB are refused', async () => {
    await start({});
    const ask = async (bytes: number): Promise<number> => {
      const socket = await open();
      const token = 'x'.repeat(bytes);
      socket.write(
        `GET /things HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nconnection: close\r\n\r\n`,
      );
      return Number(/^HTTP\/1\.1 (\d+)/.exec(await text(socket))?.[1]);
    };
    expect([await ask(15 * 1024), await ask(17 * 1024)]).toEqual([200, 431]);
  });
});

describe('connections', () => {
  it('are closed where there are as many as there may be, which is counted, and told once', async () => {
    await start({ MAX_CONNECTIONS: '3' });
    const counter = register.getSingleMetric('http_server_dropped_connections_total')!;
    const count = async (): Promise<number> => (await counter.get()).values[0]?.value ?? 0;
    const before = await count();
    const held = [await open(), await open(), await open()];
    const refused = [await open(), await open()];
    await Promise.all(refused.map((socket) => once(socket.resume(), 'close')));
    expect((await count()) - before).toBe(2);
    expect(sample!.lines.filter(({ msg }) => String(msg).startsWith('dropping connections'))).toHaveLength(1);

    held.pop()!.destroy();
    await expect.poll(async () => (await fetch(`${sample!.url}/things/7`)).status).toBe(200);
    for (const socket of held) socket.destroy();
  });
});
