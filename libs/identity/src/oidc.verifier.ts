import { errors, jwtVerify, type JWTVerifyOptions } from 'jose';
import { Lru } from 'toad-cache';
import type { Identity } from './identity.js';
import { identityOf } from './identity-of.js';
import { issuerKeys } from './issuer-keys.js';
import type { SignIn } from './sign-in.js';
import { type RefusalCode, TokenRefused, type TokenVerifier } from './token-verifier.js';

/** Somebody asks often with the same token; a key that was withdrawn goes on counting for so long. */
const REMEMBERED = { most: 10_000, ms: 60_000 };

/**
 * Believes the JWTs of one OpenID Connect provider: signed by a key of its own with an algorithm that is allowed, meant
 * for us, of now, and with the claims that make somebody known. RFC 8725 says why each of these is looked at. Whose a
 * token is that was believed is remembered for a minute at most, and not beyond its end: checking a signature takes longer
 * than all else that a read does in this process.
 */
export function oidcVerifier(signIn: SignIn): TokenVerifier {
  const keys = issuerKeys(signIn);
  const options: JWTVerifyOptions = {
    issuer: signIn.issuer,
    audience: signIn.audience,
    algorithms: [...signIn.algorithms],
    clockTolerance: signIn.clockSkewMs / 1_000,
    requiredClaims: ['exp', 'sub'],
  };
  const believed = new Lru<{ readonly identity: Identity; readonly until: number }>(
    REMEMBERED.most,
    REMEMBERED.ms,
  );
  return {
    async verify(token: string): Promise<Identity> {
      const known = believed.get(token);
      if (known && Date.now() < known.until) return known.identity;
      const { payload } = await jwtVerify(token, keys, options).catch((error: unknown) => {
        throw refusalOf(error) ?? error;
      });
      const identity = identityOf(payload, signIn.claims);
      believed.set(token, { identity, until: payload.exp! * 1_000 });
      return identity;
    },
  };
}

const BY_CLAIM: Readonly<Record<string, RefusalCode>> = {
  iss: 'token-issuer-wrong',
  aud: 'token-audience-wrong',
  nbf: 'token-not-yet-valid',
};

function refusalOf(error: unknown): TokenRefused | undefined {
  const code = codeOf(error);
  return code && new TokenRefused(code, `The token is refused: ${(error as Error).message}.`);
}

function codeOf(error: unknown): RefusalCode | undefined {
  if (error instanceof errors.JWTExpired) return 'token-expired';
  if (error instanceof errors.JWTClaimValidationFailed) return BY_CLAIM[error.claim] ?? 'token-claim-wrong';
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return 'token-algorithm-refused';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'token-key-unknown';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'token-signature-wrong';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'token-malformed';
  return undefined;
}
