import type { Locale } from '#lib/cards';

/** Who asks: what they may see, and in which language. */
export interface Reader {
  readonly audiences: readonly string[];
  readonly locale: Locale;
  /** Their id, as far as is known who it is. */
  readonly personId?: string;
}
