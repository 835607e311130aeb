/**
 * A command that is well-formed but breaks a rule of the domain. Nothing was recorded. Callers see `code`, which is
 * stable, and `message`, which is for people.
 */
export class RuleViolation extends Error {
  override readonly name = 'RuleViolation';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
