import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { withSystem } from '../endurance/run/with-system.js';
import type { RunContext } from '../faults/run/command.js';
import type { SystemUnderTest } from '../faults/system.js';
import { type Clear, inTheClear } from '../faults/verdict/clear.js';
import { inSession, type Query } from '../faults/verdict/session.js';
import type { MalformedArguments } from './arguments.js';
import { type Chunk, chunksOf } from './drawn.js';
import { isServing } from './is-serving.js';
import { judgeMessage, type Receipt } from './messages/judge-message.js';
import { messagesOf } from './messages/messages-of.js';
import { INDEXES as OF_THE_FEED, locate } from './messages/places.js';
import { ForeignPublisher } from './messages/publish.js';
import { whenQuiet } from './quiet.js';
import { answeredOf, effectsOf, INDEXES as OF_THE_SOURCES, judgeEffects } from './requests/effects.js';
import { judgeReply } from './requests/judge-request.js';
import { credentialsIn } from './requests/credentials.js';
import { requestsOf } from './requests/requests-of.js';
import { routesOf } from './requests/routes.js';
import { send } from './requests/send.js';
import { Tally } from './tally.js';

/** One to a partition would do; each is its own queue to look into. */
const PARTITIONS = 4;
const AT_ONCE = 16;
/** Without any change: the projector may be at a batch that it takes apart for long. */
const PATIENCE_MS = 60_000;

/** What a run came to. */
export interface Report {
  readonly messages: Tally;
  readonly requests: Tally;
  readonly effects: Tally;
  readonly tookMs: number;
}

/** Starts a system, sends everything, waits until all is quiet, and accounts for each thing that was sent. */
export async function runMalformed(wanted: MalformedArguments, context: RunContext): Promise<Report> {
  const { dir } = context;
  await mkdir(dir, { recursive: true });
  const begun = performance.now();
  const tallies = {
    messages: new Tally(`${dir}/offenders.jsonl`),
    requests: new Tally(`${dir}/offenders.jsonl`),
    effects: new Tally(`${dir}/offenders.jsonl`),
  };
  // Whoever publishes is let through: what is looked at is what the projector makes of the messages themselves.
  const environment = { FEED_PARTITIONS: String(PARTITIONS), LOG_LEVEL: 'warn', PUBLISHERS: '*=*' };
  const system = { mode: 'distributed', seed: wanted.seed, proxied: false, environment } as const;
  return withSystem(system, context, async (running, fell) => {
    await sendAndAccount(running, { ...wanted, ...context }, tallies);
    for (const how of fell) await tallies.requests.fault('a process ended', how);
    return { ...tallies, tookMs: Math.round(performance.now() - begun) };
  });
}

type Options = MalformedArguments & RunContext;
type Tallies = Omit<Report, 'tookMs'>;

async function sendAndAccount(system: SystemUnderTest, options: Options, tallies: Tallies): Promise<void> {
  const { seed, say } = options;
  const pids = pidsOf(system);
  const answers = `${options.dir}/answers.jsonl`;
  const [receipts] = await Promise.all([
    publishAll(system, options),
    requestAll(system, options, answers, tallies.requests),
  ]);
  const { left } = await whenQuiet(system, PARTITIONS, PATIENCE_MS);
  if (left !== undefined) await tallies.messages.fault('it does not come to rest', left);
  say('all is quiet; accounting for everything');
  const account = async (query: Query, clear: Clear): Promise<void> => {
    for (const index of [...OF_THE_FEED, ...OF_THE_SOURCES, 'ANALYZE']) await query(index);
    for (const chunk of chunksOf(seed, options.messages)) {
      for (const { message, claims, places } of await locate(query, clear, messagesOf(chunk))) {
        const judgement = judgeMessage(message, receipts[message.n]!, claims, places);
        const { body, ...rest } = message;
        await tallies.messages.count(message.kind, judgement, () => ({
          ...rest,
          body: body.toString('base64'),
          places,
        }));
      }
    }
    for await (const [answered, effects] of effectsOf(answers, query)) {
      await tallies.effects.count(answered.kind, judgeEffects(answered, effects), () => ({
        answered,
        effects,
      }));
    }
  };
  await inTheClear(system, (clear) => inSession(system, (query) => account(query, clear)));
  const after = pidsOf(system);
  if (after !== pids) await tallies.requests.fault('other processes than before', `${pids}, then ${after}`);
  const trouble = await isServing(system);
  if (trouble !== undefined) await tallies.requests.fault('it does not serve', trouble);
}

function pidsOf(system: SystemUnderTest): string {
  return system.apps.map((app) => `${app} ${system.process(app).pid}`).join(', ');
}

async function publishAll(
  { rabbitmq }: SystemUnderTest,
  { seed, messages, say }: Options,
): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  const publisher = await ForeignPublisher.to(rabbitmq!.amqpUrl);
  for (const chunk of chunksOf(seed, messages)) {
    receipts.push(...(await publisher.publish(chunk)));
    tellProgress(chunk, messages, 'messages', say);
  }
  await publisher.close();
  return receipts;
}

async function requestAll(
  system: SystemUnderTest,
  { seed, requests, say }: Options,
  file: string,
  tally: Tally,
): Promise<void> {
  const answers = createWriteStream(file);
  const asked = system.apps.filter((app) => !app.endsWith('-2'));
  const draw = requestsOf(await routesOf(asked, system.url), await credentialsIn(system));
  for (const chunk of chunksOf(seed, requests)) {
    const waiting = draw(chunk).values();
    const worker = async (): Promise<void> => {
      for (const request of waiting) {
        const reply = await send(request, Number(new URL(system.url(request.app)).port));
        const whole = (): object => ({ ...request, bytes: request.bytes.toString('base64') });
        await tally.count(request.kind, judgeReply(request, reply), whole);
        const answered = answeredOf(request, reply);
        if (answered) answers.write(`${JSON.stringify(answered)}\n`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    tellProgress(chunk, requests, 'requests', say);
  }
  await new Promise<void>((resolve) => void answers.end(resolve));
}

/** About ten times in a run. */
function tellProgress({ first, size }: Chunk, all: number, what: string, say: (line: string) => void): void {
  const tenth = (count: number): number => Math.floor((10 * count) / all);
  if (tenth(first + size) > tenth(first)) say(`${first + size} of ${all} ${what} are sent`);
}
