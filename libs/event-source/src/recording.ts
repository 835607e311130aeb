import { v7 as uuidv7 } from 'uuid';
import { RuleViolation } from '#lib/decider';
import { type ContractRegistry, MAX_MESSAGE_BYTES } from '#lib/envelope';
import type { EventToAppend } from '#lib/event-store';
import type { PersonalData } from '#lib/personal-data';

/** An event that was decided and not recorded yet. */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}

/** Room for the envelope around an event's data in a message of the largest size. */
const MAX_DATA_BYTES = MAX_MESSAGE_BYTES - 4 * 1024;

/** How what was decided is recorded. An event that breaks its contract, or fits in no message, would never reach the feed. */
export class Recording {
  constructor(
    private readonly contracts: ContractRegistry,
    private readonly personal: PersonalData,
    /** As it stands in the envelope. */
    readonly source: string,
  ) {}

  /** With an id for each, and sealed: from here on nothing personal is in the clear. */
  async toAppend(decided: readonly DomainEvent[]): Promise<EventToAppend[]> {
    const events = decided.map((event) => {
      const { data } = this.contracts.read(event);
      return { id: uuidv7(), source: this.source, type: event.type, data };
    });
    const sealed = await this.personal.seal(events);
    return sealed.map(({ id, type, data }) => {
      refuseTooLarge(type, data);
      return { id, type, data };
    });
  }
}

function refuseTooLarge(type: string, data: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes <= MAX_DATA_BYTES) return;
  throw new RuleViolation(
    'event-too-large',
    `${type} would take ${bytes} bytes, at most ${MAX_DATA_BYTES} are allowed`,
  );
}
