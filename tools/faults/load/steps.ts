import { type Random, randomOf } from '../random.js';
import { announce, Notices, react, reactTo } from './announcements.js';
import { curate } from './curation.js';
import { COMMANDS, type Draw } from './commands.js';
import type { Request } from './request.js';
import { World } from './world.js';

const LONGEST_PAUSE_MS = 100;

/** What one client does next. */
export interface Step {
  /** Sent at once, and by their keys until each is answered. */
  readonly requests: readonly { readonly key: string; readonly request: Request }[];
  /** To send an accepted one once more, and see whether it is answered as before. */
  readonly isAskedTwice: boolean;
  /** To look at the feed, too, and react to one of the entries that it shows. */
  readonly reaction?: (entryIds: readonly string[]) => Request | undefined;
  readonly pauseMs: number;
}

const DRAWS: readonly (readonly [number, Draw])[] = [...COMMANDS, [8, announce], [18, react], [4, curate]];
const WEIGHTS = DRAWS.reduce((sum, [weight]) => sum + weight, 0);

/** All that one of so many clients ever does. It follows from the seed alone, whatever the system answers. */
export function* stepsOf(seed: number, client: number, clients: number): Generator<Step, never> {
  const random = randomOf(seed * 31 + client);
  const world = new World(seed, client, clients, random);
  const notices = new Notices(`${seed}-notices-${client}`, random);
  for (let step = 0; ; step++) {
    const drawn = random.next() < 0.08 ? notices.burst() : [draw(random)(world, random)];
    const looks = random.next() < 0.04;
    const [chosen, reacts] = [random.next(), reactTo(world, random)];
    yield {
      requests: drawn.map((request, part) => ({ key: `${seed}.${client}.${step}.${part}`, request })),
      isAskedTwice: random.next() < 0.03,
      pauseMs: random.int(0, LONGEST_PAUSE_MS),
      ...(looks && {
        reaction: (ids) => (ids.length > 0 ? reacts(ids[Math.floor(chosen * ids.length)]!) : undefined),
      }),
    };
  }
}

function draw(random: Random): Draw {
  let left = random.next() * WEIGHTS;
  for (const [weight, candidate] of DRAWS) {
    left -= weight;
    if (left < 0) return candidate;
  }
  return DRAWS[0]![1];
}
