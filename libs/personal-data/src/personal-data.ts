import {
  type ContractRegistry,
  eventOwner,
  ownersOf,
  type PersonalField,
  personOwner,
  withoutField,
} from '#lib/envelope';
import { PersonalDataUnreadable, PersonForgotten } from './errors.js';
import type { DataKey, KeyOf } from './keys/data-key.js';
import type { PersonalKeys } from './keys/personal-keys.js';
import { isSealed, NOTHING_LEFT, seal, sealersOf, unseal } from './sealed.js';

/** What of an event its personal fields depend on: an envelope has it all. */
export interface PersonalEvent {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
}

/** The data of an event in the clear; what is gone for good is replaced as its contract says. Throws {@link PersonalDataUnreadable}. */
export type InTheClear = (event: PersonalEvent) => unknown;

interface Place {
  readonly field: PersonalField;
  readonly owners: readonly [string, ...string[]];
  readonly value: unknown;
}

type Keys = ReadonlyMap<string, KeyOf>;

/** Encrypts the personal fields of events, and decrypts them: one look at the keys for all events of a call. */
export class PersonalData {
  constructor(
    private readonly contracts: ContractRegistry,
    private readonly keys: PersonalKeys,
  ) {}

  /** For events that are to be recorded here, in the clear. Throws {@link PersonForgotten}. */
  async seal<Event extends PersonalEvent>(events: readonly Event[]): Promise<Event[]> {
    const keys = await this.keys.obtain(ownersAt(events.flatMap((event) => this.placesOf(event))));
    return events.map((event) => this.sealed(event, keys, this.placesOf(event), refuse));
  }

  /** For events that were received, from whoever publishes without our code: those that are in the clear. */
  async sealReceived<Event extends PersonalEvent>(events: readonly Event[]): Promise<Event[]> {
    const open = (event: Event): Place[] => this.placesOf(event).filter(({ value }) => !isSealed(value));
    const keys = await this.keys.obtain(ownersAt(events.flatMap(open)));
    return events.map((event) => this.sealed(event, keys, open(event), () => NOTHING_LEFT));
  }

  /** To read these events. Whoever is forgotten is not read, also where an event was recorded in the clear. */
  async open(events: readonly PersonalEvent[]): Promise<InTheClear> {
    const keys = await this.keys.find(ownersAt(events.flatMap((event) => this.placesOf(event))));
    return (event) =>
      this.placesOf(event).reduce((data, place) => {
        const value = valueAt(place, event, keys);
        return value === undefined
          ? withoutField(data as object, place.field)
          : { ...(data as object), [place.field.name]: value };
      }, event.data);
  }

  /** The id of somebody of whom nothing was told yet. To seal what is told of them costs no query then. */
  async newPersonId(): Promise<string> {
    return this.keys.newPerson();
  }

  /** Makes what was told of a person unreadable, wherever it is, for good. `by`: who ordered it. */
  async forget(personId: string, by: string): Promise<void> {
    await this.destroy(personOwner(personId), by);
  }

  /** The same for those texts of an event that can be gone alone, whether it has come already or not. */
  async redact({ source, id }: Pick<PersonalEvent, 'source' | 'id'>, by: string): Promise<void> {
    await this.destroy(eventOwner(source, id), by);
  }

  /** The same for all that is sealed by the key of this owner. */
  async destroy(owner: string, by: string): Promise<void> {
    await this.keys.destroy(owner, by);
  }

  /** Every owner whose key was destroyed: people and events. */
  destroyed(): Promise<string[]> {
    return this.keys.destroyed();
  }

  private placesOf(event: PersonalEvent): Place[] {
    const { data } = event;
    const fields = this.contracts.personalFields(event.type);
    if (fields.length === 0 || typeof data !== 'object' || data === null || Array.isArray(data)) return [];
    return fields.flatMap((field) => {
      const value = (data as Readonly<Record<string, unknown>>)[field.name];
      return value === undefined ? [] : { field, value, owners: ownersOf(event, field) };
    });
  }

  private sealed<Event extends PersonalEvent>(
    event: Event,
    keys: Keys,
    places: readonly Place[],
    instead: (place: Place, keys: Keys) => string,
  ): Event {
    if (places.length === 0) return event;
    const values = places.map((place): [string, string] => {
      const own = place.owners.map((owner) => keys.get(owner)!);
      const value = own.every(isThere) ? seal(place.value, own, placeOf(event, place)) : instead(place, keys);
      return [place.field.name, value];
    });
    return { ...event, data: { ...(event.data as object), ...Object.fromEntries(values) } };
  }
}

const ownersAt = (places: readonly Place[]): string[] => places.flatMap(({ owners }) => owners);
const isThere = (key: KeyOf): key is DataKey => key !== 'destroyed';

function refuse({ owners }: Place, keys: Keys): never {
  throw new PersonForgotten(owners.find((owner) => keys.get(owner) === 'destroyed')!);
}

/** What a text is bound to: nobody can move it to another event, or to another field. */
function placeOf({ source, id }: PersonalEvent, { field }: Pick<Place, 'field'>): string {
  return JSON.stringify([source, id, field.name]);
}

/** Undefined: gone. */
function valueAt({ owners, value, field }: Place, event: PersonalEvent, keys: Keys): unknown {
  if (value === NOTHING_LEFT || owners.some((owner) => keys.get(owner) === 'destroyed')) return undefined;
  if (!isSealed(value)) return value;
  const needed = sealersOf(value, owners);
  const own = needed.map((owner) => {
    const key = keys.get(owner);
    if (key && isThere(key)) return key;
    throw new PersonalDataUnreadable(
      'personal-key-missing',
      `there is no key of ${owner}, nor a note that it was destroyed`,
    );
  });
  try {
    return unseal(value, own, placeOf(event, { field }));
  } catch (error) {
    throw new PersonalDataUnreadable(
      'personal-data-unreadable',
      `${field.name} was not encrypted for this event by the key of ${needed.join(' and ')}`,
      { cause: error },
    );
  }
}
