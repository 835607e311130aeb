import { html, nothing, type TemplateResult } from 'lit';
import type { Portal } from '../portal.js';

/** For whoever is nobody yet. */
export function signInView(portal: Portal): TemplateResult {
  const { words, session } = portal;
  const { provider } = session;
  if (provider)
    return html`<section class="card sign-in">
      ${
        provider.failure
          ? html`<p class="outcome refused" role="alert">${words.signInFailed(provider.failure.reason)}</p>`
          : nothing
      }
      <button class="primary" @click=${() => portal.signInAtProvider()}>${words.signIn}</button>
    </section>`;
  return html`<form class="card sign-in" @submit=${(event: SubmitEvent) => submit(event, portal)}>
    <p>${words.tokenHint}</p>
    <label>${words.token}<input name="token" type="password" required autocomplete="off" /></label>
    <button class="primary">${words.signIn}</button>
  </form>`;
}

function submit(event: SubmitEvent, portal: Portal): void {
  event.preventDefault();
  const token = new FormData(event.target as HTMLFormElement).get('token');
  if (typeof token === 'string') void portal.signInWith(token.trim());
}
