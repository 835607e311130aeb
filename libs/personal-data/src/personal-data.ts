import { type ContractRegistry, type PersonalField, personOwner, ownerOf, withoutField } from '#lib/envelope';
import { PersonalDataUnreadable, PersonForgotten } from './errors.js';
import type { KeyOf } from './keys/data-key.js';
import type { PersonalKeys } from './keys/personal-keys.js';
import { isSealed, NOTHING_LEFT, seal, unseal } from './sealed.js';

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
  readonly owner: string;
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
    const keys = await this.keys.obtain(events.flatMap((event) => this.placesOf(event)).map(ownerAt));
    return events.map((event) => this.sealed(event, keys, this.placesOf(event), refuse));
  }

  /** For events that were received, from whoever publishes without our code: those that are in the clear. */
  async sealReceived<Event extends PersonalEvent>(events: readonly Event[]): Promise<Event[]> {
    const open = (event: Event): Place[] => this.placesOf(event).filter(({ value }) => !isSealed(value));
    const keys = await this.keys.obtain(events.flatMap(open).map(ownerAt));
    return events.map((event) => this.sealed(event, keys, open(event), () => NOTHING_LEFT));
  }

  /** To read these events. Whoever is forgotten is not read, also where an event was recorded in the clear. */
  async open(events: readonly PersonalEvent[]): Promise<InTheClear> {
    const keys = await this.keys.find(events.flatMap((event) => this.placesOf(event)).map(ownerAt));
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
    await this.keys.destroy(personOwner(personId), by);
  }

  /** Everybody whose key was destroyed. */
  forgottenPeople(): Promise<string[]> {
    return this.keys.destroyedPeople();
  }

  private placesOf(event: PersonalEvent): Place[] {
    const { data } = event;
    const fields = this.contracts.personalFields(event.type);
    if (fields.length === 0 || typeof data !== 'object' || data === null || Array.isArray(data)) return [];
    return fields.flatMap((field) => {
      const value = (data as Readonly<Record<string, unknown>>)[field.name];
      return value === undefined ? [] : { field, value, owner: ownerOf(event, field) };
    });
  }

  private sealed<Event extends PersonalEvent>(
    event: Event,
    keys: Keys,
    places: readonly Place[],
    instead: (place: Place) => string,
  ): Event {
    if (places.length === 0) return event;
    const values = places.map((place): [string, string] => {
      const key = keys.get(place.owner)!;
      const name = place.field.name;
      return [name, key === 'destroyed' ? instead(place) : seal(place.value, key, placeOf(event, place))];
    });
    return { ...event, data: { ...(event.data as object), ...Object.fromEntries(values) } };
  }
}

const ownerAt = ({ owner }: Place): string => owner;

function refuse({ owner }: Place): never {
  throw new PersonForgotten(owner);
}

/** What a text is bound to: nobody can move it to another event, or to another field. */
function placeOf({ source, id }: PersonalEvent, { field }: Place): string {
  return JSON.stringify([source, id, field.name]);
}

/** Undefined: gone. */
function valueAt(place: Place, event: PersonalEvent, keys: Keys): unknown {
  const { owner, value } = place;
  const key = keys.get(owner);
  if (key === 'destroyed' || value === NOTHING_LEFT) return undefined;
  if (!isSealed(value)) return value;
  if (!key)
    throw new PersonalDataUnreadable(
      'personal-key-missing',
      `there is no key of ${owner}, nor a note that it was destroyed`,
    );
  try {
    return unseal(value, key, placeOf(event, place));
  } catch (error) {
    throw new PersonalDataUnreadable(
      'personal-data-unreadable',
      `${place.field.name} was not encrypted for this event by the key of ${owner}`,
      { cause: error },
    );
  }
}
