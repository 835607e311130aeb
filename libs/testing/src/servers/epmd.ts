import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const KILL_REQUEST = Buffer.from([0, 1, 'k'.charCodeAt(0)]);

/**
 * Ends the Erlang port mapper on a port of 127.0.0.1, which is a daemon that outlives its node. It refuses while it
 * knows of a living node, so a node that was just killed may need a moment. Without one there, nothing happens.
 */
export async function endEpmd(port: number): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if ((await request(port)) !== 'refused') return;
    await sleep(50);
  }
}

function request(port: number): Promise<'ended' | 'refused' | 'absent'> {
  return new Promise((resolve) => {
    let answer: 'ended' | 'refused' | 'absent' = 'absent';
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      answer = 'refused';
      socket.write(KILL_REQUEST);
    });
    socket.on('data', (data) => {
      if (data.toString('latin1').startsWith('OK')) answer = 'ended';
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    socket.setTimeout(1_000, () => socket.destroy());
  });
}
