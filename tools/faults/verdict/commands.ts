import type { CloudEvent } from '#lib/envelope';
import type { Sent } from '../load/request.js';
import { effectOf, isFulfilled } from './effects.js';
import {
  type Evidence,
  keyOf,
  publishedForm,
  type StoredEvent,
  type UsedKey,
  type Violation,
} from './evidence.js';

/** What the load may be refused with, since it cannot know what others have done meanwhile. */
const FAIR = new Set([
  'not-found',
  'exists-already',
  'version-conflict',
  'version-not-met',
  'employee-departed',
  'department-dissolved',
  'department-unknown',
  'department-cycle',
  'department-own-parent',
  'team-dissolved',
  'thanks-oneself',
]);

/** Whether each request has come to what it was answered: accepted to its event once, refused to none. */
export function judgeCommands({ sent, stored, keys }: Evidence): Violation[] {
  const books: Books = {
    byRequest: Map.groupBy(stored, ({ requestId }) => requestId),
    byStream: Map.groupBy(stored, ({ app, stream }) => `${app} ${stream}`),
    byEvent: Map.groupBy(stored, (event) => keyOf(publishedForm(event))),
    keys: new Map(keys.map((used) => [`${used.app} ${used.key}`, used])),
  };
  return sent.flatMap((one) => [
    ...judgeAnswers(one),
    ...(one.request.app === 'event-intake' ? judgeIntake(one, books) : judgeCommand(one, books)),
  ]);
}

interface Books {
  readonly byRequest: ReadonlyMap<string | undefined, readonly StoredEvent[]>;
  readonly byStream: ReadonlyMap<string, readonly StoredEvent[]>;
  readonly byEvent: ReadonlyMap<string, readonly StoredEvent[]>;
  readonly keys: ReadonlyMap<string, UsedKey>;
}

function judgeAnswers({ key, outcome, status, code, contradiction }: Sent): Violation[] {
  const found: Violation[] = [];
  if (contradiction !== undefined)
    found.push({ verdict: 'differing', what: `request ${key}, sent again, was answered ${contradiction}` });
  if (outcome === 'unanswered')
    found.push({ verdict: 'stuck', what: `request ${key} was not answered to the end` });
  if (outcome === 'refused' && !FAIR.has(code!))
    found.push({ verdict: 'differing', what: `request ${key} was refused with ${status} ${code}` });
  return found;
}

function judgeCommand(sent: Sent, { byRequest, byStream, keys }: Books): Violation[] {
  const { key, request, outcome, unanswered, answer } = sent;
  const events = byRequest.get(key) ?? [];
  if (events.length > 1)
    return [{ verdict: 'doubled', what: `request ${key} has the events ${idsOf(events)}` }];
  if (outcome === 'refused' && events.length > 0 && unanswered === 0)
    return [{ verdict: 'unexpected', what: `request ${key} was refused, but is event ${idsOf(events)}` }];
  if (outcome !== 'accepted') return [];
  const used = keys.get(`${request.app} ${key}`);
  if (!used) return [{ verdict: 'lost', what: `request ${key} was accepted, and nobody knows of it` }];
  const [event] = events;
  const { stream, version } = used;
  const isAsAnswered =
    version === answer!.version && (answer!.id === undefined || stream.endsWith(`/${answer!.id}`));
  if (!isAsAnswered || (event && (event.stream !== stream || event.version !== version)))
    return [
      {
        verdict: 'differing',
        what: `request ${key} is at ${stream} ${version}, not ${JSON.stringify(answer)}`,
      },
    ];
  const upToThen = (byStream.get(`${request.app} ${stream}`) ?? []).filter((one) => one.version <= version);
  if (upToThen.length !== version)
    return [
      { verdict: 'lost', what: `${stream} has ${upToThen.length} of the ${version} events that ${key} saw` },
    ];
  if (isFulfilled(effectOf(request), upToThen)) return [];
  return [{ verdict: 'lost', what: `request ${key} was accepted, but ${stream} at ${version} is not so` }];
}

function judgeIntake({ key, request, outcome, unanswered }: Sent, { byEvent }: Books): Violation[] {
  const events = [request.body].flat() as CloudEvent[];
  return events.flatMap((event): Violation[] => {
    const count = byEvent.get(keyOf(event))?.length ?? 0;
    const what = `event ${keyOf(event)} of request ${key}`;
    if (count > 1) return [{ verdict: 'doubled', what: `${what} is stored ${count} times` }];
    if (outcome === 'accepted' && count === 0) return [{ verdict: 'lost', what: `${what} is not stored` }];
    if (outcome === 'refused' && count === 1 && unanswered === 0)
      return [{ verdict: 'unexpected', what: `${what} was refused, but is stored` }];
    return [];
  });
}

const idsOf = (events: readonly StoredEvent[]): string => events.map(({ eventId }) => eventId).join(', ');
