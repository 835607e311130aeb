import { html, type TemplateResult } from 'lit';
import type { FeedEntry } from '#lib/client';
import { absoluteTime, relativeTime } from '../words/times.js';
import type { Scene } from './scene.js';

/**
 * How long ago, which leads to the entry. Day and time of day are shown on hover and on focus, and told to assistive
 * technology, which never hears of a `title`.
 */
export function timeView({ id, occurredAt }: FeedEntry, scene: Scene, prefix: string): TemplateResult {
  const time = new Date(occurredAt);
  return html`<span class="when"
    ><a
      part="time"
      class="time"
      id="${prefix}time-${id}"
      href=${scene.permalink(id)}
      aria-describedby="${prefix}full-${id}"
      ><time datetime=${occurredAt}>${relativeTime(time, scene.now, scene.lang)}</time></a
    ><span class="tip" role="tooltip" id="${prefix}full-${id}">${absoluteTime(time, scene.lang)}</span></span
  >`;
}
