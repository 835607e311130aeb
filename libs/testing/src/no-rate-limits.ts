import type { RATE_LIMITS_OFF } from '#lib/service';

/** For apps on which specs and tools put more load than any person would. */
export const NO_RATE_LIMITS: Readonly<Record<keyof typeof RATE_LIMITS_OFF, '0'>> = {
  RATE_LIMIT_READS: '0',
  RATE_LIMIT_WRITES: '0',
  RATE_LIMIT_SERVICE: '0',
  RATE_LIMIT_ADDRESS: '0',
};
