// Each step of an event's way beside its limit and beside others: npm run bench [-- step … --rounds 5 --seconds 4]
import { parseArgs } from 'node:util';
import { BenchContext } from './core/bench-context.js';
import { judge } from './core/judge.js';
import { describeMachine } from './core/machine.js';
import { keepResult } from './core/results.js';
import { runStep } from './core/run-step.js';
import { tableOf } from './core/table.js';
import { plotSizes } from './plot/size-plot.js';
import { STEPS } from './steps/steps.js';

const USAGE = `usage: npm run bench [-- step … --rounds N --seconds N]
  BENCH_UP_TO=10000000: how far the steps rebuild and size go; 200,000 and 1,000,000 unless it is set
  steps: ${STEPS.map(({ name }) => name).join(', ')}`;

const { positionals, values } = readArguments();
const unknown = positionals.filter((name) => !STEPS.some((step) => step.name === name));
const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
if (unknown.length > 0) fail(`there is no step ${unknown.join(', ')}`);
if (!(Number.isInteger(rounds) && rounds >= 1)) fail('--rounds must be a whole number from 1 on');
if (!(seconds > 0)) fail('--seconds must be a number above 0');

const wanted = positionals.length > 0 ? STEPS.filter(({ name }) => positionals.includes(name)) : STEPS;
const context = await BenchContext.open((line) => console.error(line));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(signal));
let missed = 0;
let unmeasured = 0;
try {
  const machine = await describeMachine(context);
  console.log(`${machine.processor}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}`);
  console.log(`PostgreSQL ${JSON.stringify(machine.postgres)}; RabbitMQ: ${machine.rabbitmq}\n`);
  for (const step of wanted) {
    const result = await runStep(step, context, { rounds, seconds }).catch((error: unknown) => {
      console.error(`${step.name} was not measured:`, error);
      unmeasured += 1;
    });
    if (!result) continue;
    console.log(tableOf(result));
    missed += judge(result).filter(({ isReached }) => !isReached).length;
    await keepResult({ ...result, measuredAt: new Date().toISOString(), machine });
    await plotSizes(result);
  }
} finally {
  await context.close();
}
if (unmeasured > 0) console.log(`${unmeasured} steps were not measured`);
else console.log(missed === 0 ? 'every goal is reached' : `${missed} goals are missed`);
process.exitCode = unmeasured > 0 ? 1 : 0;

function readArguments() {
  const rounds = { type: 'string', default: '5' } as const;
  const seconds = { type: 'string', default: '4' } as const;
  try {
    return parseArgs({ options: { rounds, seconds }, allowPositionals: true });
  } catch (error) {
    return fail((error as Error).message);
  }
}

function fail(reason: string): never {
  console.error(`${reason}\n${USAGE}`);
  process.exit(2);
}

async function end(signal: NodeJS.Signals): Promise<void> {
  await context.close();
  process.kill(process.pid, signal);
}
