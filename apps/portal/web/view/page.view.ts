import { html, nothing, type TemplateResult } from 'lit';
import { momentOf, placeOf } from '../places.js';
import type { Portal } from '../portal.js';
import { urlOf } from '../settings.js';
import { filtersView } from './filters.view.js';
import { headerView } from './header.view.js';
import { panelView } from './panel.view.js';
import { signInView } from './sign-in.view.js';

export function pageView(portal: Portal): TemplateResult {
  const { words, place } = portal;
  const isSignedIn = portal.session.subject !== undefined;
  return html`${headerView(portal)}
    <main>
      <div class="column">
        ${place.entry === undefined ? filtersView(portal) : backView(portal)}
        <h2 class="unseen">${words.feed}</h2>
        ${isSignedIn ? feedView(portal) : signInView(portal)}
      </div>
      <aside>${isSignedIn ? panelView(portal) : nothing}</aside>
    </main>`;
}

function feedView(portal: Portal): TemplateResult {
  const { settings, session, place, language, theme, words, isPlaying } = portal;
  const { type, person, department, from, to, q, group } = place.filters;
  const canPlay = session.personas.length > 0;
  return html`<company-feed
    src=${settings.feedUrl}
    reactions-src=${urlOf(settings, 'reactions') || nothing}
    permalink="/entries/{id}"
    person-href="/?person={id}"
    department-href="/?department={id}"
    lang=${language}
    group=${group === 'none' ? 'none' : 'auto'}
    theme=${theme}
    entry=${place.entry ?? nothing}
    type=${type ?? nothing}
    person=${person ?? nothing}
    department=${department ?? nothing}
    from=${momentOf(from) ?? nothing}
    to=${momentOf(to, true) ?? nothing}
    q=${q ?? nothing}
    .tokenProvider=${(refused?: string) => session.token(refused)}
    @click=${(event: MouseEvent) => follow(event, portal)}
    @company-feed-filter=${() => portal.go({ entry: undefined, filters: {} })}
  >
    ${
      canPlay
        ? html`<button slot="empty" class="primary" ?disabled=${isPlaying} @click=${() => portal.play()}>
            ${isPlaying ? words.playing : words.play}
          </button>`
        : nothing
    }
  </company-feed>`;
}

function backView({ words }: Portal): TemplateResult {
  return html`<p class="back"><a href="/">← ${words.back}</a></p>`;
}

/** Links to other places of this page load nothing anew. */
function follow(event: MouseEvent, portal: Portal): void {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || link.target === '_blank' || url.hash !== '') return;
  event.preventDefault();
  portal.go(placeOf(url));
}
