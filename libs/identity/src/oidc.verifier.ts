import { errors, jwtVerify, type JWTVerifyOptions } from 'jose';
import type { Identity } from './identity.js';
import { identityOf } from './identity-of.js';
import { issuerKeys } from './issuer-keys.js';
import type { SignIn } from './sign-in.js';
import { type RefusalCode, TokenRefused, type TokenVerifier } from './token-verifier.js';

/**
 * Believes the JWTs of one OpenID Connect provider: signed by a key of its own with an algorithm that is allowed, meant
 * for us, of now, and with the claims that make somebody known. RFC 8725 says why each of these is looked at.
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
  return {
    async verify(token: string): Promise<Identity> {
      const { payload } = await jwtVerify(token, keys, options).catch((error: unknown) => {
        throw refusalOf(error) ?? error;
      });
      return identityOf(payload, signIn.claims);
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
