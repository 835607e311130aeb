import type { Identity } from './identity.js';

/** Whatever can tell whose a token is. */
export interface TokenVerifier {
  /** Throws {@link TokenRefused}, and {@link KeysUnavailable} when it cannot be told just now. */
  verify(token: string): Promise<Identity>;
}

/** Why a token is not believed. Stable. */
export type RefusalCode =
  | 'token-missing'
  | 'token-malformed'
  | 'token-algorithm-refused'
  | 'token-key-unknown'
  | 'token-signature-wrong'
  | 'token-issuer-wrong'
  | 'token-audience-wrong'
  | 'token-expired'
  | 'token-not-yet-valid'
  | 'token-claim-wrong'
  | 'link-unknown';

/** A token that is not believed. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}

/** The issuer's keys cannot be had, and never could since the start: nobody can sign in. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}
