import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { register } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { type Sample, startSample } from '../../test/start-sample.js';

let sample: Sample | undefined;
afterEach(() => sample?.close());

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  sample = await startSample({}, undefined, env);
}

function begin(): Socket {
  // Whoever is refused while still sending may see the connection break.
  return connect(Number(new URL(sample!.url).port), '127.0.0.1').on('error', () => undefined);
}

async function open(): Promise<Socket> {
  const socket = begin();
  await once(socket, 'connect');
  return socket;
}

/** All that comes until the connection is closed, also when it breaks. */
async function heard(socket: Socket): Promise<string> {
  let all = '';
  socket.on('data', (chunk: Buffer) => (all += chunk.toString()));
  await once(socket, 'close');
  return all;
}

const FEW_MS = { HEADERS_TIMEOUT_MS: '300', REQUEST_TIMEOUT_MS: '1000' };
const GET = 'GET /things HTTP/1.1\r\nhost: x\r\n';
const POST =
  'POST /things HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n';

describe('a connection', () => {
  it.each([
    ['on which nothing is said', ''],
    ['on which a head begins and does not end', GET],
    ['on which a body begins and does not end', `${POST}{"name":`],
  ])('%s is answered 408 and closed', async (_, said) => {
    await start(FEW_MS);
    const socket = await open();
    socket.write(said);
    const answer = await heard(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request-timeout"');
  });

  // Who goes on writing may see it break before they can read why.
  it.each([
    ['a header', GET, () => `x-${Math.random()}: y\r\n`],
    ['a byte of a body', POST, () => ' '],
  ])('on which %s comes again and again is closed all the same', async (_, said, more) => {
    await start(FEW_MS);
    const socket = await open();
    socket.write(said);
    const going = setInterval(() => socket.writable && socket.write(more()), 50);
    expect(await heard(socket)).toMatch(/^(HTTP\/1\.1 408 |$)/);
    clearInterval(going);
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
      return Number(/^HTTP\/1\.1 (\d+)/.exec(await heard(socket))?.[1]);
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
    await Promise.all([heard(begin()), heard(begin())]);
    expect((await count()) - before).toBe(2);
    expect(sample!.lines.filter(({ msg }) => String(msg).startsWith('dropping connections'))).toHaveLength(1);

    held.pop()!.destroy();
    await expect.poll(async () => (await fetch(`${sample!.url}/things/7`)).status).toBe(200);
    for (const socket of held) socket.destroy();
  });
});
