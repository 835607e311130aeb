import { html, nothing, type TemplateResult } from 'lit';
import type { FeedEntry, Reaction } from '#lib/client';
import { faceOf, icon } from './icons.js';
import type { Scene } from './scene.js';

/** How people have reacted, and how one may. */
export function reactionsView(entry: FeedEntry, scene: Scene, prefix: string): TemplateResult {
  const { words, kinds } = scene;
  const there = entry.reactions.filter(({ count }) => count > 0);
  const others = kinds.filter((kind) => !there.some((reaction) => reaction.kind === kind));
  const what = `${prefix}reactions ${entry.id}`;
  const unfolded = scene.isUnfolded(what) || there.length === kinds.length;
  const choose = (kind: string) => {
    if (scene.isUnfolded(what)) scene.unfold(what);
    scene.react(entry, kind);
  };
  return html`<div class="reactions" part="reactions" role="group" aria-label=${words.reactions}>
    ${there.map((reaction) => chip(reaction, scene, () => scene.react(entry, reaction.kind)))}
    ${
      others.length === 0
        ? nothing
        : html`<button
            class="react"
            part="react"
            aria-expanded=${unfolded}
            aria-label=${words.react}
            @click=${() => scene.unfold(what)}
          >
            ${icon('react')}
          </button>`
    }
    ${unfolded ? others.map((kind) => offer(kind, scene, () => choose(kind))) : nothing}
  </div>`;
}

function chip({ kind, count, mine }: Reaction, { words, lang }: Scene, onClick: () => void): TemplateResult {
  const name = `${words.kinds[kind] ?? kind}, ${words.people(count)}`;
  const shown = new Intl.NumberFormat(lang, { notation: 'compact' }).format(count);
  return html`<button class="chip" part="reaction" aria-pressed=${mine} aria-label=${name} @click=${onClick}>
    <span class="face" aria-hidden="true">${faceOf(kind)}</span
    ><span class="count" aria-hidden="true">${shown}</span>
  </button>`;
}

function offer(kind: string, { words }: Scene, onClick: () => void): TemplateResult {
  const name = words.kinds[kind] ?? kind;
  return html`<button
    class="chip offer"
    part="reaction"
    aria-pressed="false"
    aria-label=${name}
    @click=${onClick}
  >
    <span class="face" aria-hidden="true">${faceOf(kind)}</span>
  </button>`;
}
