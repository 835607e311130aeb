import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments, USAGE } from './run/arguments.js';
import { reportText } from './run/report.js';
import { runFaults } from './run/run-faults.js';

const wanted = readArguments(process.argv.slice(2), process.env);
if ('fault' in wanted) {
  console.error(`${wanted.fault}\n\n${USAGE}`);
  process.exit(2);
}

const { keep, ...options } = wanted;
const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'company-feed-faults-')));
console.log(`seed ${options.seed}, ${options.count} faults, ${options.mode}; history in ${dir}`);

let stop: () => Promise<void> = () => Promise.resolve();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    console.error('told to stop: ending what was started');
    void stop().finally(() => process.exit(130));
  });
}

try {
  const onStarted = (end: () => Promise<void>): void => void (stop = end);
  const report = await runFaults({ ...options, dir, say: (line) => console.log(line), onStarted });
  console.log(reportText(report));
  process.exitCode = report.findings.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  // What tells of a violation stays whether it was asked for or not.
  if (!keep && process.exitCode === 0) {
    for (const folder of ['postgres', 'rabbitmq', 'data', 'logs', 'clocks'])
      await rm(join(dir, folder), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
process.exit();
