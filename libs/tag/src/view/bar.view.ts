import { html, nothing, type TemplateResult } from 'lit';
import { clockTime } from '../words/times.js';
import { icon } from './icons.js';
import type { Scene } from './scene.js';

/** Above the feed: whether it is live, and what the keyboard can do. As high with as without. */
export function barView(scene: Scene, onKeys: (event: Event) => void): TemplateResult {
  const { words } = scene;
  return html`<div class="bar" part="bar">
    ${connectionView(scene)}
    <button class="quiet keys" part="keys" id="before" @click=${onKeys}>
      ${icon('keyboard')}<span>${words.keyboard}</span>
    </button>
  </div>`;
}

function connectionView({ model, words, lang }: Scene): TemplateResult | typeof nothing {
  const { connection, since } = model.follower;
  if (connection === 'off' || model.status !== 'ready') return html`<span></span>`;
  const said = {
    connecting: words.connecting,
    live: words.live,
    reconnecting: words.reconnecting,
    offline: words.offline(clockTime(since ?? new Date(), lang)),
  }[connection];
  return html`<p class="connection ${connection}" part="connection">
    <span class="dot" aria-hidden="true"></span>${said}
    ${
      connection === 'offline'
        ? html`<button class="link" @click=${() => model.retry()}>${words.retry}</button>`
        : nothing
    }
  </p>`;
}
