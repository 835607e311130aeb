import { html, nothing, type TemplateResult } from 'lit';
import type { FeedEntry } from '#lib/client';
import { typeWord } from '../words/words.js';
import { avatarView } from './avatar.view.js';
import { groupView } from './group.view.js';
import { topicOf } from './icons.js';
import { linkView, messageView } from './message.view.js';
import { reactionsView } from './reactions.view.js';
import type { Scene } from './scene.js';
import { timeView } from './time.view.js';

/** Where an entry stands in the feed. */
export interface Standing {
  readonly place: number;
  /** -1 while there are more. */
  readonly total: number;
  /** Of the first of a day. */
  readonly day: string | undefined;
}

export function articleView(entry: FeedEntry, scene: Scene, { place, total, day }: Standing): TemplateResult {
  const { id } = entry;
  return html`<article
    part="entry"
    tabindex="0"
    data-id=${id}
    aria-labelledby="message-${id} time-${id}"
    aria-describedby="kind-${id}"
    aria-posinset=${place}
    aria-setsize=${total}
    aria-current=${scene.current === id ? 'true' : nothing}
  >
    ${day === undefined ? nothing : html`<h3 class="day" part="day"><span>${day}</span></h3>`}
    ${scene.model.state.gone.has(id) ? tombstone(entry, scene) : cardView(entry, scene, '')}
  </article>`;
}

/** What an entry looks like, in the feed and among what is pinned: `prefix` keeps the ids of both apart. */
export function cardView(entry: FeedEntry, scene: Scene, prefix: string): TemplateResult {
  const { id, type, hidden } = entry;
  const { words } = scene;
  return html`<div class="card" part="card">
    ${avatarView(entry)}
    <div class="body">
      <p class="message" part="message" id="${prefix}message-${id}">${messageView(entry, scene)}</p>
      ${linkView(entry, scene)} ${groupView(entry, scene)}
      <div class="foot">
        <p class="meta" part="meta">
          <span class="kind ${topicOf(type)}" part="kind" id="${prefix}kind-${id}"
            >${typeWord(words, type)}</span
          >
          ${timeView(entry, scene, prefix)}
          ${hidden ? html`<span class="mark">${words.hidden}</span>` : nothing}
        </p>
        ${reactionsView(entry, scene, prefix)}
      </div>
    </div>
  </div>`;
}

function tombstone(entry: FeedEntry, scene: Scene): TemplateResult {
  return html`<div class="card tombstone" part="tombstone">
    <p class="message" id="message-${entry.id}">${scene.words.gone}</p>
    <span hidden id="kind-${entry.id}">${typeWord(scene.words, entry.type)}</span>
    <p class="meta">${timeView(entry, scene, '')}</p>
  </div>`;
}
