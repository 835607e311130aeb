/** The company feed on a page. Its attributes are told in README.md. */
export class CompanyFeedElement extends HTMLElement {
  /** Asked for a token before each request; with the one that was refused, when one was. Instead of `token`. */
  tokenProvider?: (refused?: string) => string | undefined | Promise<string | undefined>;
  /** Reads the feed anew: for who has signed in otherwise. */
  reload(): void;
  /** Shows what a command has brought about, once the feed has it. `token`: the `Feed-Token` of its answer. */
  showNew(token?: string): Promise<string | undefined>;
}

declare global {
  interface HTMLElementTagNameMap {
    'company-feed': CompanyFeedElement;
  }
}
