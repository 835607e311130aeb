import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AppendOptions, type Appended, EventIdTaken, EventStore } from '#lib/event-store';
import { OutboxRelay } from '#lib/outbox';
import { PersonalData } from '#lib/personal-data';
import { isConnectionError } from '#lib/postgres';
import { currentRequestId } from '#lib/service';
import { admit, admitSealed } from '../admission.js';
import { eventIdOf, isRecordOf, ownStreamOf, toAppend } from '../foreign-event.mapper.js';
import type { IncomingEvent } from '../incoming-event.js';
import { Refusal } from '../refusal.js';

/** What is safe now, in the order of the request. An event that was accepted before is listed like the others. */
export interface Accepted {
  readonly accepted: readonly { readonly source: string; readonly id: string }[];
}

export class TakeEvents extends Command<Accepted> {
  constructor(
    readonly events: readonly IncomingEvent[],
    /** What their publisher may publish as. */
    readonly source: string,
  ) {
    super();
  }
}

type Append = (options: AppendOptions) => Promise<Appended>;

/** Records all events or none. Throws {@link Refusal}, and what sealing throws. */
@CommandHandler(TakeEvents)
export class TakeEventsHandler implements ICommandHandler<TakeEvents> {
  constructor(
    private readonly store: EventStore,
    private readonly relay: OutboxRelay,
    private readonly personal: PersonalData,
  ) {}

  async execute({ events, source }: TakeEvents): Promise<Accepted> {
    admit(events, source);
    const sealed = await this.seal(events);
    admitSealed(sealed, source);
    const parts = await this.recordInTheEnd(sealed);
    for (const part of parts) this.relay.wake(part);
    return { accepted: events.map(({ event: { source, id } }) => ({ source, id })) };
  }

  private async seal(events: readonly IncomingEvent[]): Promise<IncomingEvent[]> {
    const sealed = await this.personal.seal(events.map(({ event }) => event));
    return events.map(({ at }, n) => ({ event: sealed[n]!, at }));
  }

  /** Once more after a connection that broke: what was recorded is known by its id. */
  private async recordInTheEnd(events: readonly IncomingEvent[]): Promise<ReadonlySet<number>> {
    try {
      return await this.record(events);
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      return this.record(events);
    }
  }

  /** The parts of the outbox that have new rows. */
  private async record(events: readonly IncomingEvent[]): Promise<ReadonlySet<number>> {
    const requestId = currentRequestId();
    const wanted = events.map((incoming) => ({ incoming, append: toAppend(incoming.event, requestId) }));
    const streams = wanted.map(({ append: { stream } }) => stream);
    // Of two requests with the same ids in different streams, each would wait for the other in the middle of its inserts.
    const own = events.map(({ event }) => ownStreamOf(event));
    return this.store.inStreams([...streams, ...own], async (tx, append) => {
      const parts = new Set<number>();
      const known: IncomingEvent[] = [];
      for (const { incoming, append: options } of wanted) {
        const { part } = await appendOne(append, options, incoming);
        if (part === undefined) known.push(incoming);
        else parts.add(part);
      }
      if (known.length > 0) refuseReused(known, await this.store.findRecorded(known.map(idOf), tx));
      return parts;
    });
  }
}

const idOf = ({ event }: IncomingEvent): string => eventIdOf(event);

async function appendOne(append: Append, options: AppendOptions, incoming: IncomingEvent): Promise<Appended> {
  try {
    return await append(options);
  } catch (error) {
    // It was recorded with another subject.
    if (error instanceof EventIdTaken) throw reused([incoming]);
    throw error;
  }
}

function refuseReused(
  known: readonly IncomingEvent[],
  recorded: Awaited<ReturnType<EventStore['findRecorded']>>,
) {
  const byId = new Map(recorded.map((event) => [event.id, event]));
  const others = known.filter(({ event }) => !isRecordOf(byId.get(eventIdOf(event))!, event));
  if (others.length > 0) throw reused(others);
}

function reused(events: readonly IncomingEvent[]): Refusal {
  const faults = events.map(({ event: { id, source }, at }) => ({
    ...at(['id']),
    code: 'reused',
    detail: `${source} has published another event as ${id}`,
  }));
  return new Refusal(
    409,
    'event-id-reused',
    'An id is of one event for ever: another one needs its own.',
    faults,
  );
}
