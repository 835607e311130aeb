import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
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
});

function open(url: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => get(url, { agent }, resolve).on('error', reject));
}
