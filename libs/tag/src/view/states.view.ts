import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../words/words.js';
import { icon } from './icons.js';
import type { Scene } from './scene.js';

const SKELETONS = 6;

/** Stands where entries will be, as high as they mostly are. */
export function skeletonView({ words }: Scene): TemplateResult {
  return html`<div class="skeletons" part="skeleton">
    <p class="unseen">${words.loading}</p>
    ${Array.from(
      { length: SKELETONS },
      () =>
        html`<div class="card skeleton" aria-hidden="true">
          <span class="avatar"></span><span class="body"><span></span><span></span></span>
        </div>`,
    )}
  </div>`;
}

export function failedView({ model, words }: Scene): TemplateResult {
  const isSignedOut = model.status === 'signed-out';
  return html`<div class="state" part="error">
    ${icon('cloud')}
    <h3>${isSignedOut ? words.signedOut : words.failed}</h3>
    ${isSignedOut ? nothing : html`<p>${model.problem ?? words.unreachable}</p>`}
    <button class="solid" @click=${() => model.retry()}>${words.retry}</button>
  </div>`;
}

/** `filters`: those that hide something, as the reader would say them. */
export function emptyView({ words }: Scene, filters: readonly string[], onClear: () => void): TemplateResult {
  if (filters.length === 0)
    return html`<div class="state" part="empty">
      ${icon('calm')}
      <h3>${words.empty}</h3>
      <p>${words.emptyHint}</p>
      <slot name="empty"></slot>
    </div>`;
  return html`<div class="state" part="empty">
    ${icon('calm')}
    <h3>${words.nothing}</h3>
    <p>${words.hiddenBy}</p>
    <ul class="filters">
      ${filters.map((filter) => html`<li><bdi>${filter}</bdi></li>`)}
    </ul>
    <button class="solid" @click=${onClear}>${words.clear}</button>
  </div>`;
}

/** What is below the last entry. */
export function endView({ model, words }: Scene, onMore: () => void): TemplateResult {
  const { state, loadingMore, problem } = model;
  if (loadingMore) return html`<p class="quiet">${words.loading}</p>`;
  if (state.next === null) return html`<p class="quiet">${words.end}</p>`;
  return html`${problem === undefined ? nothing : html`<p class="quiet">${problem}</p>`}
    <button class="solid" part="load-more" @click=${onMore}>${words.loadMore}</button>`;
}

export function keysView(words: Words, onClose: (event: Event) => void): TemplateResult {
  return html`<h2 id="keys-title">${words.keyboard}</h2>
    <dl>
      ${words.keys.map(
        ([keys, does]) =>
          html`<div>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${does}</dd>
          </div>`,
      )}
    </dl>
    <button class="solid" @click=${onClose}>${words.close}</button>`;
}
