import { eventOf } from '#lib/envelope';

/** The keys cannot be read now: nothing is wrong with what was to be read by them. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/** Something personal was to be recorded of somebody who is forgotten, or a text that is redacted. Nothing was. */
export class PersonForgotten extends Error {
  override readonly name = 'PersonForgotten';
  readonly code: 'person-forgotten' | 'text-redacted';

  /** `owner`: whose key is destroyed. */
  constructor(readonly owner: string) {
    const isText = eventOf(owner) !== undefined;
    super(
      isText
        ? 'This text is redacted: it is not recorded again.'
        : 'This person is forgotten: nothing more is recorded of them.',
    );
    this.code = isText ? 'text-redacted' : 'person-forgotten';
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
