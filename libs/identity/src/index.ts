export { audienceRoles } from './audience-roles.js';
export { type Identity, type Role, ROLES } from './identity.js';
export {
  type Access,
  aPerson,
  aSource,
  aSubscriber,
  describeAccess,
  everybody,
  isAllowed,
  role,
  signedIn,
} from './access.js';
export { ALGORITHMS, type Claims, defaultClaims, type SignIn } from './sign-in.js';
export { KeysUnavailable, type RefusalCode, TokenRefused, type TokenVerifier } from './token-verifier.js';
export { PERSON_ID, SOURCE } from './identity-of.js';
export { oidcVerifier } from './oidc.verifier.js';
export { LOCAL_AUDIENCE, LOCAL_ISSUER, LocalIssuer, type Persona } from './local.issuer.js';
