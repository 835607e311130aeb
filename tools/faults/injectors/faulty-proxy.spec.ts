import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultyProxy } from './faulty-proxy.js';

let echo: Server;
let proxy: FaultyProxy;
let atServer: Socket[];
const clients: Socket[] = [];

beforeEach(async () => {
  atServer = [];
  echo = createServer((socket) => {
    atServer.push(socket);
    socket.on('error', () => undefined).pipe(socket);
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await FaultyProxy.to(`tcp://127.0.0.1:${(echo.address() as AddressInfo).port}`);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  echo.close();
});

async function client(): Promise<{ socket: Socket; fault: Promise<string>; said: () => string }> {
  const { hostname, port } = new URL(proxy.through('tcp://user:word@elsewhere:1/path'));
  const socket = connect({ host: hostname, port: Number(port) });
  clients.push(socket);
  let said = '';
  let code = 'closed';
  socket.on('data', (data) => (said += data.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (code = error.code ?? ''));
  const fault = once(socket, 'close').then(
    () => code,
    () => once(socket, 'close').then(() => code),
  );
  await once(socket, 'connect');
  await expect.poll(() => proxy.open).toBeGreaterThan(0);
  return { socket, fault, said: () => said };
}
const within = async (ms: number, work: () => Promise<unknown>): Promise<boolean> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun < ms;
};

describe('a faulty proxy', () => {
  it('passes on what is said, both ways, and that an end has closed', async () => {
    const { socket, fault, said } = await client();
    socket.end('hello');
    expect(await fault).toBe('closed');
    expect(said()).toBe('hello');
    await expect.poll(() => proxy.open).toBe(0);
    expect(proxy.accepted).toBe(1);
  });

  it('cuts both ends, and accepts the next connection', async () => {
    const { socket, fault, said } = await client();
    socket.write('hello');
    await expect.poll(said).toBe('hello');
    proxy.cut();
    await fault;
    await expect.poll(() => atServer[0]!.destroyed).toBe(true);
    const next = await client();
    next.socket.write('again');
    await expect.poll(next.said).toBe('again');
    expect(proxy.accepted).toBe(2);
  });

  it('resets both ends', async () => {
    const { socket, fault, said } = await client();
    socket.write('hello');
    await expect.poll(said).toBe('hello');
    let reason: string | undefined;
    atServer[0]!.on('error', (error: NodeJS.ErrnoException) => (reason = error.code));
    proxy.reset();
    expect(await fault).toBe('ECONNRESET');
    await expect.poll(() => reason).toBe('ECONNRESET');
  });

  it('delays each way, keeps the order, and is normal again', async () => {
    const { socket, said } = await client();
    proxy.become({ delayMs: 100, jitterMs: 50 });
    const begun = performance.now();
    for (const letter of 'abcdef') {
      socket.write(letter);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await expect.poll(said).toBe('abcdef');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(200);
    proxy.become();
    expect(
      await within(90, async () => {
        socket.write('g');
        await expect.poll(said, { interval: 5 }).toBe('abcdefg');
      }),
    ).toBe(true);
  });

  it('swallows nothing while it is a black hole: it passes later, and new connections are accepted', async () => {
    const { socket, said } = await client();
    const over = proxy.becomeFor(150, { blackhole: true });
    socket.write('hello');
    const other = await client();
    other.socket.write('too');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([said(), other.said()]).toEqual(['', '']);
    expect(atServer.every((each) => each.bytesRead === 0)).toBe(true);
    await over;
    await expect.poll(said).toBe('hello');
    await expect.poll(other.said).toBe('too');
  });

  it('hides in a black hole that an end has gone', async () => {
    const { socket } = await client();
    socket.write('hello');
    await expect.poll(() => atServer[0]?.bytesRead).toBe(5);
    proxy.become({ blackhole: true });
    socket.resetAndDestroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(atServer[0]!.destroyed).toBe(false);
    proxy.become();
    await expect.poll(() => atServer[0]!.destroyed).toBe(true);
  });

  it('lets through so many bytes a second', async () => {
    const { socket, said } = await client();
    proxy.become({ bytesPerSecond: 100_000 });
    const begun = performance.now();
    socket.write('x'.repeat(20_000));
    await expect.poll(() => said().length).toBe(20_000);
    expect(performance.now() - begun).toBeGreaterThan(300);
  });

  it('tells a client that its server is not there', async () => {
    echo.close();
    await once(echo, 'close');
    const { hostname, port } = new URL(proxy.through('tcp://x'));
    const socket = connect({ host: hostname, port: Number(port) });
    clients.push(socket);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });
});
