import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FeedEntry } from '#lib/client';
import type { OpenGroup } from '../model/groups.js';
import { avatarView } from './avatar.view.js';
import { messageView } from './message.view.js';
import type { Scene } from './scene.js';
import { timeView } from './time.view.js';

/** Opens the group that an entry speaks for. */
export function groupView({ group }: FeedEntry, scene: Scene): TemplateResult | typeof nothing {
  if (!group) return nothing;
  const { words, model } = scene;
  const open = model.groups.get(group.key);
  return html`<button
      class="link group"
      part="group"
      aria-expanded=${open !== undefined}
      @click=${() => model.groups.toggle(group.key)}
    >
      ${open ? words.hideGroup : words.showGroup(group.count)}
    </button>
    ${open ? membersView(group.key, open, scene) : nothing}`;
}

function membersView(key: string, { status, items, next }: OpenGroup, scene: Scene): TemplateResult {
  const { words, model } = scene;
  return html`<ol class="members" part="members">
      ${repeat(
        items,
        ({ id }) => id,
        (entry) => memberView(entry, scene),
      )}
    </ol>
    ${status === 'loading' ? html`<p class="quiet">${words.loading}</p>` : nothing}
    ${status === 'failed' ? html`<p class="quiet" role="alert">${words.failed}</p>` : nothing}
    ${
      next !== null && status !== 'loading'
        ? html`<button class="link" @click=${() => model.groups.more(key)}>${words.loadMore}</button>`
        : nothing
    }`;
}

function memberView(entry: FeedEntry, scene: Scene): TemplateResult {
  return html`<li>
    ${avatarView(entry)}
    <div>
      <p class="message">${messageView(entry, scene)}</p>
      <p class="meta">${timeView(entry, scene, 'member-')}</p>
    </div>
  </li>`;
}
