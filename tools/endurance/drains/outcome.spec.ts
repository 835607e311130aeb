import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { codeOf, outcomeOf } from './outcome.js';

const [lingering, atOnce] = [
  { unready: false, lingers: true },
  { unready: false, lingers: false },
];

describe('the outcome of a request to an app that is stopped', () => {
  it('is ok for every answer below 500', () => {
    for (const status of [200, 201, 202, 304, 404, 409, 422])
      expect(outcomeOf({ status }, lingering), String(status)).toBe('ok');
  });

  it('is fair for 503 once readiness was seen to fall, and not before', () => {
    expect(outcomeOf({ status: 503 }, { ...lingering, unready: true })).toBe('turned away');
    expect(outcomeOf({ status: 503 }, lingering)).toEqual({ failed: '503' });
  });

  it('is a failure for 500, whatever readiness says', () => {
    for (const unready of [true, false])
      expect(outcomeOf({ status: 500 }, { ...lingering, unready })).toEqual({ failed: '500' });
  });

  it('is a failure for a refused connection, unless the app does not linger', () => {
    expect(outcomeOf({ error: 'ECONNREFUSED' }, { ...lingering, unready: true })).toEqual({
      failed: 'ECONNREFUSED',
    });
    expect(outcomeOf({ error: 'ECONNREFUSED' }, atOnce)).toBe('turned away');
  });

  it('is a failure for whatever was cut', () => {
    for (const error of ['ECONNRESET', 'UND_ERR_SOCKET', 'TimeoutError'])
      expect(outcomeOf({ error }, { unready: true, lingers: false }), error).toEqual({ failed: error });
  });

  it('is told by the code of what went wrong on the wire', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(codeOf(await fetch(url).catch((error: unknown) => error))).toBe('UND_ERR_SOCKET');
    server.close();
    await once(server, 'close');
    expect(codeOf(await fetch(url).catch((error: unknown) => error))).toBe('ECONNREFUSED');
  });
});
