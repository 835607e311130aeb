import { CompanyFeedElement } from './company-feed.element.js';

export { CompanyFeedElement } from './company-feed.element.js';

// A page may load the tag twice, as a module and otherwise.
if (!customElements.get('company-feed')) customElements.define('company-feed', CompanyFeedElement);

declare global {
  interface HTMLElementTagNameMap {
    'company-feed': CompanyFeedElement;
  }
}
