import { type Decider, fold } from '#lib/decider';
import { type Appended, type EventStore, VersionConflict } from '#lib/event-store';
import type { OutboxRelay } from '#lib/outbox';
import { currentRequestId } from '#lib/service';
import { commandContext } from './command-context.js';
import { StreamNotFound, VersionNotMet } from './errors.js';
import type { DomainEvent, Recording } from './recording.js';

/** What every command answers: what it was about, and the version it has now. */
export interface CommandResult {
  readonly id: string;
  readonly version: number;
}

/** What a command comes to in a state. May look at other streams; is asked again when somebody else was faster. */
export type Decide<State> = (state: State) => readonly DomainEvent[] | Promise<readonly DomainEvent[]>;

/** Where a stream stands: with how many events, and how many public ones. */
interface At {
  readonly version: number;
  readonly published: number;
}

interface Loaded<State> extends At {
  readonly state: State;
}

const BEGINNING: At = { version: 0, published: 0 };

/** Decides anew on the newer state this often before a conflict becomes the caller's. */
const ATTEMPTS = 5;

/**
 * The streams of a source, as its handlers use them. `Idempotency-Key` and `If-Match` of the request, if any, are
 * honoured here. What is recorded is published: the relay is woken as soon as it is committed.
 */
export class Streams {
  constructor(
    private readonly store: EventStore,
    private readonly relay: OutboxRelay,
    private readonly recording: Recording,
  ) {}

  /**
   * Begins a stream. Throws {@link VersionConflict} when it exists. Events that depend on more than the command are given
   * as a function: it is not asked when the request was answered before.
   */
  async create(
    stream: string,
    events: readonly DomainEvent[] | (() => Promise<readonly DomainEvent[]>),
  ): Promise<CommandResult> {
    const { ifVersion } = commandContext.current();
    if (ifVersion !== undefined) throw new VersionNotMet(ifVersion, 0);
    if (typeof events !== 'function') return this.append(stream, BEGINNING, events);
    const earlier = await this.answeredBefore();
    return earlier ?? this.unlessAnswered(async () => this.append(stream, BEGINNING, await events()));
  }

  /**
   * Reads, decides, appends. When somebody else was faster it decides again on the newer state. No events: nothing to
   * record. Throws {@link StreamNotFound}, {@link VersionNotMet}, {@link VersionConflict} and what `decide` throws.
   */
  async change<State, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Event>,
    decide: Decide<State>,
  ): Promise<CommandResult> {
    return this.decideOnce(stream, () => this.load(stream, decider), decide);
  }

  /** Like {@link change}; a stream that does not exist yet is at version 0, in its initial state. */
  async createOrChange<State, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Event>,
    decide: Decide<State>,
  ): Promise<CommandResult> {
    return this.decideOnce(stream, () => this.loadIfAny(stream, decider), decide);
  }

  /** The state of a stream now. Throws {@link StreamNotFound}. */
  async load<State, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Event>,
  ): Promise<Loaded<State>> {
    const loaded = await this.loadIfAny(stream, decider);
    if (loaded.version === 0) throw new StreamNotFound(stream);
    return loaded;
  }

  private async loadIfAny<State, Event extends DomainEvent>(
    stream: string,
    decider: Decider<State, Event>,
  ): Promise<Loaded<State>> {
    const events = await this.store.read(stream);
    return {
      state: fold(decider, events as readonly DomainEvent[] as readonly Event[]),
      version: events.at(-1)?.version ?? 0,
      published: events.at(-1)?.published ?? 0,
    };
  }

  private async decideOnce<State>(
    stream: string,
    load: () => Promise<Loaded<State>>,
    decide: Decide<State>,
  ): Promise<CommandResult> {
    const earlier = await this.answeredBefore();
    return earlier ?? this.unlessAnswered(() => this.decideAndAppend(stream, load, decide));
  }

  private async decideAndAppend<State>(
    stream: string,
    load: () => Promise<Loaded<State>>,
    decide: Decide<State>,
  ): Promise<CommandResult> {
    const { ifVersion } = commandContext.current();
    for (let attempt = 1; ; attempt++) {
      const { state, ...at } = await load();
      if (ifVersion !== undefined && ifVersion !== at.version) throw new VersionNotMet(ifVersion, at.version);
      const events = await decide(state);
      if (events.length === 0) return this.remember({ stream, version: at.version }, at.published);
      try {
        return await this.append(stream, at, events);
      } catch (error) {
        if (!(error instanceof VersionConflict) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** The same request may have been answered while this one was decided: then what it decided on was too new. */
  private async unlessAnswered(work: () => Promise<CommandResult>): Promise<CommandResult> {
    try {
      return await work();
    } catch (error) {
      const answered = await this.answeredBefore();
      if (answered) return answered;
      throw error;
    }
  }

  /** Of a command that recorded nothing. */
  private async remember(unchanged: Appended, published: number): Promise<CommandResult> {
    const { idempotency } = commandContext.current();
    if (idempotency) await this.store.rememberIdempotent(idempotency, unchanged);
    return (await this.answeredBefore()) ?? this.tell(unchanged, published);
  }

  private async answeredBefore(): Promise<CommandResult | undefined> {
    const { idempotency } = commandContext.current();
    const earlier = idempotency && (await this.store.findIdempotent(idempotency));
    return earlier && this.tell(earlier);
  }

  private async append(
    stream: string,
    { version: expected, published }: At,
    events: readonly DomainEvent[],
  ): Promise<CommandResult> {
    const { idempotency } = commandContext.current();
    const requestId = currentRequestId();
    const appended = await this.store.append({
      stream,
      expected,
      events: await this.recording.toAppend(events),
      meta: requestId === undefined ? {} : { requestId },
      ...(idempotency && { idempotency }),
    });
    if (appended.part === undefined) return this.tell(appended);
    this.relay.wake(appended.part);
    const newlyPublished = events.filter(({ type }) => this.store.isPublic(type)).length;
    return this.tell(appended, published + newlyPublished);
  }

  /** The caller learns how far the feed has to be to show it. `published`: where that is not known, it is looked up. */
  private async tell(reached: Appended, published?: number): Promise<CommandResult> {
    const { onReached } = commandContext.current();
    const sequence = onReached && (published ?? (await this.store.publishedAt(reached)));
    if (sequence) onReached?.({ source: this.recording.source, stream: reached.stream, sequence });
    return resultOf(reached);
  }
}

function resultOf({ stream, version }: Appended): CommandResult {
  return { id: stream.slice(stream.indexOf('/') + 1), version };
}
