import { connect } from 'node:net';
import { type Answer, readAnswer } from './answer.js';
import type { Request } from './request.js';

/** The apps give up a request after 30 s, and look for such every 30 s. */
const PATIENCE_MS = 75_000;

/** What came back: an answer, or a connection that was closed without one, or nothing at all. */
export type Reply = { readonly answer: Answer } | { readonly without: 'closed' | 'silent' | 'hung up' };

/** Writes a request on a connection of its own. Never rejects. */
export function send({ bytes, method, ending }: Request, port: number): Promise<Reply> {
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const finish = (reply: Reply): void => {
      resolve(reply);
      socket.destroy();
    };
    const look = (ended: boolean): void => {
      const answer = readAnswer(Buffer.concat(received), method, ended);
      if (answer) finish({ answer });
      else if (ended) finish({ without: 'closed' });
    };
    socket.setTimeout(PATIENCE_MS, () => finish({ without: 'silent' }));
    socket.on('data', (chunk) => {
      received.push(chunk);
      look(false);
    });
    socket.on('end', () => look(true));
    socket.on('close', () => look(true));
    // What was answered before the connection broke has come before.
    socket.on('error', () => look(true));
    socket.write(bytes, () => {
      if (ending === 'hangs up') finish({ without: 'hung up' });
      if (ending === 'says no more') socket.end();
    });
  });
}
