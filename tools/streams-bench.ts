// Many readers follow the feed of a standalone while some are hired: node dist/tools/streams-bench.js [readers] [hires]
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalIssuer } from '#lib/identity';
import { freePort } from '#lib/postgres';
import { CHIEF, eventually } from '#lib/testing';
import { NAME, type Report, type ToClients } from './streams/bench-clients.js';

const BETWEEN_HIRES_MS = 250;
const SETTLE_MS = 5_000;
const [count = '2000', hires = '20'] = process.argv.slice(2);
const [clients, newcomers] = [Number(count), Number(hires)];

const dir = await mkdtemp(join(tmpdir(), 'company-feed-streams-'));
const issuerFolder = join(dir, 'issuer');
const issuer = await LocalIssuer.open(issuerFolder);
const authorization = `Bearer ${await issuer.issue(CHIEF)}`;
const port = await freePort();
const address = `http://127.0.0.1:${port}`;
const environment = {
  PORT: String(port),
  DATA_DIR: dir,
  LOG_LEVEL: 'warn',
  MAX_CONNECTIONS: String(clients + 1_000),
  STREAMS_MAX: String(clients),
};
/** Garbage is no cost of a reader: it is collected before memory is looked at. */
const COLLECT = ['--expose-gc', "--import=data:text/javascript,process.on('SIGUSR2',()=>gc())"];
const server = spawn(process.execPath, [...COLLECT, resolve('dist/apps/standalone/src/main.js')], {
  env: { ...process.env, ...environment },
  stdio: ['ignore', 'inherit', 'inherit'],
});
const readers = fork(resolve('dist/tools/streams/bench-clients.js'));

try {
  await eventually(
    async () => {
      if (!(await fetch(`${address}/health/ready`)).ok) throw new Error('not ready');
    },
    { timeoutMs: 120_000 },
  );
  for (let n = 0; n < 200; n++) await fetch(`${address}/feed`, { headers: { authorization } });
  const before = await memoryOf(server);
  const begun = performance.now();
  say({ begin: { port, clients, hires: newcomers, issuer: issuerFolder } });
  await once(readers, 'message');
  const opened = performance.now() - begun;
  await sleep(SETTLE_MS);
  const after = await memoryOf(server);
  for (let n = 0; n < newcomers; n++) {
    await hire(n);
    await sleep(BETWEEN_HIRES_MS);
  }
  await sleep(SETTLE_MS);
  say({ report: true });
  const [report] = (await once(readers, 'message')) as [Report];
  console.log(`${clients} readers, opened in ${(opened / 1000).toFixed(1)} s`);
  const ofOne = (what: 'resident' | 'heap'): string => ((after[what] - before[what]) / clients).toFixed(1);
  console.log(
    `memory of one: ${ofOne('resident')} KiB resident, ${ofOne('heap')} KiB of it alive in the heap`,
  );
  console.log(
    `from a hire's answer to a reader: p50 ${report.p50.toFixed(0)} ms, p99 ${report.p99.toFixed(0)} ms, most ${report.most.toFixed(0)} ms`,
  );
  console.log(`${report.received} of ${clients * newcomers} entries received, ${report.missing} missing`);
  process.exitCode = report.missing === 0 ? 0 : 1;
} finally {
  readers.disconnect();
  server.kill('SIGTERM');
  await once(server, 'exit');
  await rm(dir, { recursive: true, force: true });
}

function say(message: ToClients): void {
  readers.send(message);
}

async function hire(n: number): Promise<void> {
  const body = JSON.stringify({ name: NAME + String(n).padStart(4, '0'), position: 'Engineer' });
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(`${address}/employees`, { method: 'POST', headers, body });
  if (answer.status !== 201) throw new Error(`a hire was answered ${answer.status}`);
  say({ answered: n, at: performance.timeOrigin + performance.now() });
}

/** What the process holds of the machine, and what of that is alive in its heap. */
async function memoryOf({ pid }: ChildProcess): Promise<{ resident: number; heap: number }> {
  for (let n = 0; n < 3; n++) {
    process.kill(pid!, 'SIGUSR2');
    await sleep(500);
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const metrics = await (await fetch(`${address}/metrics`, { headers: { authorization } })).text();
  const kib = (text: string, figure: RegExp, unit: number): number =>
    (Number(figure.exec(text)![1]) * unit) / 1024;
  return {
    resident: kib(status, /VmRSS:\s+(\d+)/, 1024),
    heap: kib(metrics, /^nodejs_heap_size_used_bytes (\S+)/m, 1),
  };
}
