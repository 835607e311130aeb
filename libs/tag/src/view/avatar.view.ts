import { html, type TemplateResult } from 'lit';
import type { FeedEntry } from '#lib/client';
import { icon, topicOf } from './icons.js';
import { colourOf, initialsOf } from './initials.js';

/** Whose doing it is, by their initials; else what it is about, by its icon. Hidden: the words say the same. */
export function avatarView({ type, actor, group }: FeedEntry): TemplateResult {
  const topic = topicOf(type);
  if (actor?.type !== 'person' || actor.id === undefined)
    return html`<span class="avatar ${topic}" part="avatar" aria-hidden="true">${icon(type)}</span>`;
  const { id, name } = actor;
  return html`<span class="avatar hue-${colourOf(id)} ${group ? 'many' : ''}" part="avatar" aria-hidden="true"
    ><span class="initials">${initialsOf(name)}</span><span class="badge ${topic}">${icon(type)}</span></span
  >`;
}
