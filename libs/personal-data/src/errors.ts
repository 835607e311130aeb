/** The keys cannot be read now: nothing is wrong with what was to be read by them. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** Something personal was to be recorded of somebody who is forgotten. Nothing was. */
export class PersonForgotten extends Error {
  override readonly name = 'PersonForgotten';
  readonly code = 'person-forgotten';

  constructor(readonly owner: string) {
    super('This person is forgotten: nothing more is recorded of them.');
  }
}

/** A personal field that nobody can read, though nobody was forgotten. */
export class PersonalDataUnreadable extends Error {
  override readonly name = 'PersonalDataUnreadable';

  constructor(
    readonly code: 'personal-key-missing' | 'personal-data-unreadable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
