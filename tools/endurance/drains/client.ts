import { setTimeout as sleep } from 'node:timers/promises';
import type { Tokens } from '#lib/testing';
import type { Request, Sent } from '../../faults/load/request.js';
import { attempt, outcomeOf as answerOf, type Receiver } from '../../faults/load/sender.js';
import { stepsOf } from '../../faults/load/steps.js';
import type { Balancer } from './balancer.js';
import { codeOf, type Ending, type Outcome, outcomeOf } from './outcome.js';

const PAGE: Omit<Request, 'method'> = { app: 'feed-api', path: '/feed?limit=20' };

interface Piece {
  readonly key: string;
  /** Undefined: a reader's, who wants the feed's first page. */
  readonly request?: Request;
  readonly pauseMs: number;
}

/** One who wants something of one app, round after round, each request under a key of its own. */
export class Client {
  private readonly pieces: Iterator<Piece, never>;

  /** `app`: whose requests it sends; undefined: those of all. */
  constructor(
    private readonly tokens: Tokens,
    seed: number,
    n: number,
    clients: number,
    app: string | undefined,
  ) {
    this.pieces = app === 'feed-api' ? pages(seed, n) : pieces(stepsOf(seed, n, clients), app);
  }

  /** Sends one after the other until it is told that the instance takes no more, or until `isOver`. */
  async work(url: string, balancer: Balancer, round: Round): Promise<void> {
    while (!round.isOver && !balancer.unready) {
      const { key, request, pauseMs } = this.pieces.next().value;
      const ending = await send({ url, tokens: this.tokens }, key, request, round);
      const outcome = outcomeOf(ending, { unready: balancer.unready, lingers: round.lingers });
      round.note(outcome);
      // An instance that is not there is not asked again.
      if (outcome !== 'ok') return;
      await sleep(pauseMs);
    }
  }
}

/** What happens while one app is stopped once. */
export class Round {
  requests = 0;
  turnedAway = 0;
  isOver = false;
  readonly failed: string[] = [];

  constructor(
    readonly lingers: boolean,
    /** Gets what was answered. */
    readonly sent: Sent[],
  ) {}

  note(outcome: Outcome): void {
    this.requests++;
    if (outcome === 'turned away') this.turnedAway++;
    else if (outcome !== 'ok') this.failed.push(outcome.failed);
  }
}

async function send(to: Receiver, key: string, request: Request | undefined, round: Round): Promise<Ending> {
  try {
    const { status, body } = await attempt(to, key, request ?? { ...PAGE, method: 'GET' });
    if (request && status < 500) round.sent.push({ ...answerOf(status, body), key, request, unanswered: 0 });
    return { status };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

function* pieces(steps: ReturnType<typeof stepsOf>, app: string | undefined): Generator<Piece, never> {
  for (;;) {
    const step = steps.next().value;
    for (const { key, request } of step.requests) {
      const { onlyIfUnchanged: _, ...unconditional } = request;
      const isWanted = (app === undefined || request.app === app) && !isOfStream(request);
      if (isWanted) yield { key, request: unconditional, pauseMs: step.pauseMs / 3 };
    }
    if (app === undefined && step.isAskedTwice) yield { key: `${step.requests[0]!.key}.read`, pauseMs: 0 };
  }
}

function* pages(seed: number, n: number): Generator<Piece, never> {
  for (let page = 0; ; page++) yield { key: `${seed}.${n}.${page}.read`, pauseMs: 15 };
}

/** One of a stream that its publisher counts, which would wait for ever behind one that was turned away. */
function isOfStream({ body }: Request): boolean {
  return [body].flat().some((event) => (event as { sequence?: number } | undefined)?.sequence !== undefined);
}
