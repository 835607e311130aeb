import { z } from 'zod';
import type { EventContract } from './define-event.js';
import { type PersonalField, personalFieldsOf } from './personal.js';

/** No contract has this type: a newer version than this process knows, or a publisher's mistake. */
export class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';
  readonly code = 'type-unknown';

  constructor(readonly type: string) {
    super(`no contract describes the event type ${JSON.stringify(type)}`);
  }
}

/** Data that does not fit the contract of its type. The message lists every fault with its path. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
  readonly code = 'contract-violated';

  constructor(type: string, cause: z.ZodError) {
    super(`${type}: ${z.prettifyError(cause)}`, { cause });
  }
}

/** The events one process knows, each in its latest version; older ones are upcast as they are read. */
export class ContractRegistry {
  private readonly latest = new Map<
    string,
    { contract: EventContract; upcasts: ((data: unknown) => unknown)[] }
  >();
  private readonly personal = new Map<string, readonly PersonalField[]>();

  /** `contracts`: the latest version of each. Their `previous` chains are followed. */
  constructor(contracts: readonly EventContract[]) {
    for (const contract of contracts) this.register(contract, contract, []);
  }

  private register(
    known: EventContract,
    latest: EventContract,
    upcasts: ((data: unknown) => unknown)[],
  ): void {
    if (this.latest.has(known.type)) throw new Error(`two contracts have the type ${known.type}`);
    this.latest.set(known.type, { contract: latest, upcasts });
    this.personal.set(known.type, personalFieldsOf(known.schema));
    const { previous } = known;
    if (previous)
      this.register(previous.contract, latest, [previous.upcast as (data: unknown) => unknown, ...upcasts]);
  }

  has(type: string): boolean {
    return this.latest.has(type);
  }

  /** Every type that can be read, older versions included. */
  types(): string[] {
    return [...this.latest.keys()];
  }

  /** The personal fields of an event as it is on the wire, in this very version. None of a type that is unknown. */
  personalFields(type: string): readonly PersonalField[] {
    return this.personal.get(type) ?? [];
  }

  /** Whether any of its events has personal fields. */
  hasPersonalFields(): boolean {
    return [...this.personal.values()].some((fields) => fields.length > 0);
  }

  /**
   * An event in the latest version of its contract. Throws {@link UnknownEventType} or {@link ContractViolation}.
   */
  read(event: { type: string; data: unknown }): { contract: EventContract; type: string; data: unknown } {
    const known = this.latest.get(event.type);
    if (!known) throw new UnknownEventType(event.type);
    const { contract, upcasts } = known;
    const upcast = upcasts.reduce((data, step) => step(data), event.data);
    const parsed = contract.schema.safeParse(upcast);
    if (!parsed.success) throw new ContractViolation(event.type, parsed.error);
    return { contract, type: contract.type, data: parsed.data };
  }
}
