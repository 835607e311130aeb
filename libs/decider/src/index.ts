export type { Decider } from './decider.js';
export { fold } from './decider.js';
export { RuleViolation } from './rule-violation.js';
export { NotAllowed } from './not-allowed.js';
