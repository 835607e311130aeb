import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forgetHeads } from './forget-head.js';
import { StreamClient } from './stream.client.js';
import { eventBytes } from './stream.frames.js';
import { followedList } from './stream.subscriber.js';

const START = {
  reader: { locale: 'en', roles: [] },
  audiences: ['everyone'],
  list: followedList({}, []),
  version: 1,
  epoch: '0a1b2c3d',
  after: 7,
  resumed: false,
  until: Infinity,
} as const;
const NAMED = eventBytes('name.changed', { name: 'Zoë 🙂' });

let server: Server;
let answers: ServerResponse[];

beforeEach(async () => {
  answers = [];
  server = createServer((_, answer) => answers.push(answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => server.close());

it('writes whole chunks past a response of HTTP/1.1', async () => {
  const socket = await asking('GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
  const received = text(socket);
  const client = streamOn(answers[0]!);
  client.send(NAMED, 8);
  client.bye('draining', 500);
  const [head, body] = split(await received);
  expect(head).toContain('Transfer-Encoding: chunked');
  const [first, last] = [/^[0-9a-f]+\r\n([^]*?)\r\n(?=[0-9a-f]+\r\n)/.exec(body)![1]!, body.slice(-5)];
  expect(first).toMatch(/^event: name.changed\ndata: {"name":"Zoë 🙂"}\nid: 0a1b2c3d\.8\.[\w-]{8}\n\n$/);
  expect(Number.parseInt(body, 16)).toBe(Buffer.byteLength(first));
  expect(last).toBe('0\r\n\r\n');
});

it('writes no chunks to HTTP/1.0, which has none', async () => {
  const socket = await asking('GET / HTTP/1.0\r\n\r\n');
  const received = text(socket);
  const client = streamOn(answers[0]!);
  client.sendId(8);
  client.bye('draining', 500);
  const [, body] = split(await received);
  expect(body).toMatch(/^id: 0a1b2c3d\.8\.[\w-]{8}\n\nretry: 500\nevent: bye\n/);
});

it('waits for its turn behind what was asked before it on the connection', async () => {
  const socket = await asking(
    'GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n',
  );
  await expect.poll(() => answers.length).toBe(2);
  const received = text(socket);
  const client = streamOn(answers[1]!);
  client.send(NAMED, 8);
  answers[0]!.end('the first one');
  client.bye('draining', 500);
  const whole = await received;
  expect(whole.indexOf('the first one')).toBeGreaterThan(0);
  expect(whole.indexOf('Zoë')).toBeGreaterThan(whole.indexOf('the first one'));
  expect(whole).toMatch(/event: bye\n[^]*\r\n0\r\n\r\n$/);
});

it('keeps nothing of the heads, which Node does as long as the answer is open', async () => {
  const socket = await asking('GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer x\r\n\r\n');
  const [answer] = answers as [ServerResponse];
  streamOn(answer);
  forgetHeads(answer);
  expect({ ...answer.req.headers, ...answer.req.headersDistinct }).toEqual({});
  expect(answer.req.rawHeaders).toEqual([]);
  expect(answer.getHeaders()).toEqual({});
  socket.destroy();
});

async function asking(request: string) {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(request);
  await once(server, 'request');
  return socket;
}

function streamOn(answer: ServerResponse): StreamClient {
  answer.setHeader('x-request-id', '1');
  answer.writeHead(200, { 'content-type': 'text/event-stream' });
  answer.flushHeaders();
  return new StreamClient(answer, START, 1_000_000);
}

function split(answer: string): [head: string, body: string] {
  const end = answer.indexOf('\r\n\r\n');
  return [answer.slice(0, end), answer.slice(end + 4)];
}
