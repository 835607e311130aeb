import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments, USAGE } from './arguments.js';
import { reportText } from './report.js';
import { runMalformed } from './run-malformed.js';

const wanted = readArguments(process.argv.slice(2), process.env);
if ('fault' in wanted) {
  console.error(`${wanted.fault}\n\n${USAGE}`);
  process.exit(2);
}

const { seed } = wanted;
const dir = wanted.dir ?? (await mkdtemp(join(tmpdir(), 'company-feed-malformed-')));
console.log(`seed ${seed}, ${wanted.messages} messages, ${wanted.requests} requests`);

let stop: () => Promise<void> = () => Promise.resolve();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    console.error('told to stop: ending what was started');
    void stop().finally(() => process.exit(130));
  });
}

try {
  const onStarted = (end: () => Promise<void>): void => void (stop = end);
  const report = await runMalformed({ ...wanted, dir, say: (line) => console.log(line), onStarted });
  console.log(reportText(report, seed));
  const { messages, requests, effects } = report;
  process.exitCode = messages.faults + requests.faults + effects.faults > 0 ? 1 : 0;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
process.exit();
