import { contractsOf, openContracts } from '#lib/contracts';
import type { EventContract } from '#lib/envelope';

/** One type of event, and who publishes it. */
export interface PublishedEvent {
  readonly contract: EventContract;
  /** The source of ours that alone may publish it; undefined where any other system may. */
  readonly source: string | undefined;
  /** The type that took its place. */
  readonly replacedBy?: string;
}

/** Every event that can be read, older versions included. */
export const publishedEvents: readonly PublishedEvent[] = [
  ...Object.entries(contractsOf).flatMap(([source, owned]) => owned.flatMap((one) => versions(one, source))),
  ...openContracts.flatMap((contract) => versions(contract, undefined)),
];

/** Names that no other system may use as its source, as they stand in an envelope. */
export const ourSources: readonly string[] = Object.keys(contractsOf).map((name) => `/${name}`);

function versions(
  contract: EventContract,
  source: string | undefined,
  replacedBy?: string,
): PublishedEvent[] {
  const { previous, type } = contract;
  const older = previous ? versions(previous.contract, source, type) : [];
  return [{ contract, source, ...(replacedBy !== undefined && { replacedBy }) }, ...older];
}
