import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import type { FeedEntry } from '#lib/client';
import { type Attributes, filterWords } from '../attributes.js';
import { walk } from '../behaviour/walk.js';
import { dayHeading, dayOf } from '../words/times.js';
import { barView } from './bar.view.js';
import { articleView, cardView } from './entry.view.js';
import { icon } from './icons.js';
import type { Scene } from './scene.js';
import { emptyView, endView, failedView, keysView, skeletonView } from './states.view.js';

/** What readers can do with the feed as a whole. */
export interface Doings {
  readonly reveal: () => void;
  readonly more: () => void;
  readonly clear: () => void;
}

/** All of the tag. */
export function feedView(scene: Scene, given: Attributes, doings: Doings, announced: string): TemplateResult {
  const { words } = scene;
  return html`<a class="skip" part="skip" href="#after" @click=${skip}>${words.skip}</a>
    ${barView(scene, openKeys)} ${bodyView(scene, given, doings)}
    <p class="unseen" role="status">${announced}</p>
    <dialog aria-labelledby="keys-title" part="help">${keysView(words, closeKeys)}</dialog>`;
}

function bodyView(scene: Scene, given: Attributes, doings: Doings): TemplateResult {
  const { model, words } = scene;
  if (model.status === 'failed' || model.status === 'signed-out') return failedView(scene);
  if (model.status !== 'ready') return skeletonView(scene);
  const { items, waiting } = model.state;
  const isEmpty = items.length === 0;
  return html`${pinnedView(scene)}
    <div class="pill-place">
      ${
        waiting.length > 0 && given.live !== 'insert'
          ? html`<button class="pill" part="pill" @click=${doings.reveal}>
              ${icon('up')}${words.fresh(waiting.length)}
            </button>`
          : nothing
      }
    </div>
    ${isEmpty ? emptyView(scene, filterWords(given, words), doings.clear) : entriesView(scene)}
    ${
      // Another one for each page: it does not move, it ends where the feed ends now.
      keyed(
        items.length,
        html`<div class="end" id="after" tabindex="-1">
          ${isEmpty ? nothing : endView(scene, doings.more)}
        </div>`,
      )
    }`;
}

function pinnedView(scene: Scene): TemplateResult | typeof nothing {
  const pinned = pinnedIn(scene);
  if (pinned.length === 0) return nothing;
  return html`<section class="pinned" part="pinned" aria-labelledby="pinned-title">
    <h3 id="pinned-title">${icon('pin')}${scene.words.pinned}</h3>
    <ul>
      ${repeat(
        pinned,
        ({ id }) => id,
        (entry) => html`<li>${cardView(entry, scene, 'pinned-')}</li>`,
      )}
    </ul>
  </section>`;
}

/** Neither among what a reader has asked for, nor where the page is about one entry, is it shown apart. */
function pinnedIn({ model, isNarrowed }: Scene): readonly FeedEntry[] {
  return isNarrowed ? [] : model.state.pinned;
}

function entriesView(scene: Scene): TemplateResult {
  const { model, words } = scene;
  const { next } = model.state;
  // What stands above is not shown twice.
  const above = new Set(pinnedIn(scene).map(({ id }) => id));
  const items = model.state.items.filter(({ id }) => !above.has(id));
  const total = next === null ? items.length : -1;
  return html`<div
    role="feed"
    part="feed"
    aria-label=${words.feed}
    aria-busy=${model.loadingMore}
    @keydown=${onKey}
    @mouseover=${speakUp}
    @focusin=${speakUp}
  >
    ${repeat(
      items,
      ({ id }) => id,
      (entry, index) =>
        articleView(entry, scene, { place: index + 1, total, day: dayAt(items, index, scene) }),
    )}
  </div>`;
}

/** Stands above the first entry of each day. */
function dayAt(items: readonly FeedEntry[], index: number, { now, lang }: Scene): string | undefined {
  const time = new Date(items[index]!.occurredAt);
  const before = items[index - 1];
  if (before && dayOf(new Date(before.occurredAt)) === dayOf(time)) return undefined;
  return dayHeading(time, now, lang);
}

function onKey(event: KeyboardEvent): void {
  const root = rootOf(event);
  if (walk(event, root)) return;
  // What pops up on hover or focus goes away without moving either (WCAG 1.4.13).
  if (event.key === 'Escape') root.host.toggleAttribute('data-hush', true);
}

function speakUp(event: Event): void {
  rootOf(event).host.removeAttribute('data-hush');
}

function skip(event: Event): void {
  event.preventDefault();
  rootOf(event).querySelector<HTMLElement>('#after')?.focus();
}

function openKeys(event: Event): void {
  rootOf(event).querySelector('dialog')?.showModal();
}

function closeKeys(event: Event): void {
  rootOf(event).querySelector('dialog')?.close();
}

function rootOf(event: Event): ShadowRoot {
  return (event.currentTarget as Element).getRootNode() as ShadowRoot;
}
