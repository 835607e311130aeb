import { judgeFollowed } from './follower/judge-followed.js';
import { judgeCommands } from './verdict/commands.js';
import { acceptedEvents, type Evidence, type Violation } from './verdict/evidence.js';
import { fold } from './verdict/fold.js';
import { judgeLeftovers } from './verdict/leftovers.js';
import { judgeLog, judgeOrder } from './verdict/log.js';
import { judgePages } from './verdict/pages.js';
import { judgePositions, judgeProjection } from './verdict/projection.js';
import { judgeStreams } from './verdict/streams.js';
import { judgeWire } from './wiretap/judge-wire.js';

/** The checks, by what they are of. Each tells what is not as was promised. */
const CHECKS = {
  commands: judgeCommands,
  streams: judgeStreams,
  followed: judgeFollowed,
  wire: judgeWire,
  log: judgeLog,
  order: judgeOrder,
  projection: (evidence) => judgeProjection(fold(acceptedEvents(evidence)), evidence),
  pages: (evidence) => judgePages(fold(acceptedEvents(evidence)), evidence),
  positions: judgePositions,
  leftovers: judgeLeftovers,
} as const satisfies Record<string, (evidence: Evidence) => Violation[]>;

export type Check = keyof typeof CHECKS;

export interface Finding extends Violation {
  readonly check: Check | 'settling' | 'faults';
}

/** Compares what was accepted with what the feed shows. Nothing found: `ok`. */
export function judge(evidence: Evidence): Finding[] {
  return Object.entries(CHECKS).flatMap(([check, findIn]) =>
    findIn(evidence).map((violation) => ({ check: check as Check, ...violation })),
  );
}
