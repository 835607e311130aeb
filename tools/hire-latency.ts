// Hires one after the other and prints how long the answers took: node dist/tools/hire-latency.js <address> <count>
import { Agent, request } from 'node:http';
import { LocalIssuer } from '#lib/identity';
import { CHIEF, Tokens } from '#lib/testing';
import { issuerFolder } from './token/issuer-folder.js';

const [address = 'http://127.0.0.1:3000', count = '500'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const signedIn = await new Tokens(await LocalIssuer.open(issuerFolder())).as(CHIEF);

async function hire(n: number): Promise<number> {
  const begun = performance.now();
  await new Promise<void>((resolve, reject) => {
    const headers = { ...signedIn, 'content-type': 'application/json' };
    const sent = request(`${address}/employees`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        answer.statusCode === 201 ? resolve() : reject(new Error(`HTTP ${answer.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ name: `Employee ${n}`, position: 'Engineer' }));
  });
  return performance.now() - begun;
}

const times: number[] = [];
for (let n = 0; n < Number(count); n++) times.push(await hire(n));
times.sort((a, b) => a - b);
const at = (share: number): string => `${times[Math.floor(times.length * share)]?.toFixed(2)} ms`;
console.log(`${times.length} hires, one at a time: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}`);
agent.destroy();
