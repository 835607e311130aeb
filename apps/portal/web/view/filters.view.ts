import { html, nothing, type TemplateResult } from 'lit';
import type { Filters } from '../places.js';
import type { Portal } from '../portal.js';
import { icon } from './icon.js';

const KINDS = {
  people: 'employee.*',
  org: 'department.*,team.*',
  thanks: 'thanks.*',
  news: 'announcement.*',
} as const;

/** What is typed is asked for when the typing pauses. */
const PAUSE_MS = 350;
let typing: ReturnType<typeof setTimeout> | undefined;

export function filtersView(portal: Portal): TemplateResult {
  const { words, place } = portal;
  const { from, to, group } = place.filters;
  return html`<search class="filters">
    <label class="search">
      ${icon('search')}<span class="unseen">${words.search}</span>
      <input
        type="search"
        name="q"
        maxlength="200"
        placeholder=${words.search}
        .value=${place.filters.q ?? ''}
        @input=${(event: Event) => typed(event, portal)}
      />
    </label>
    <div class="chips">
      <div class="kinds" role="group" aria-label=${words.kinds}>
        ${chip(words.kind.all, place.filters.type === undefined, () => portal.filter({ type: '' }))}
        ${(['people', 'org', 'thanks', 'news'] as const).map((kind) =>
          chip(words.kind[kind], place.filters.type === KINDS[kind], () =>
            portal.filter({ type: KINDS[kind] }),
          ),
        )}
      </div>
      <details class="more" ?open=${from !== undefined || to !== undefined || group !== undefined}>
        <summary>${icon('sliders')}${words.more}</summary>
        <div>
          ${day('from', words.from, portal)} ${day('to', words.to, portal)}
          <label class="check">
            <input
              type="checkbox"
              name="group"
              .checked=${group !== 'none'}
              @change=${(event: Event) => portal.filter({ group: isChecked(event) ? '' : 'none' })}
            />
            ${words.grouped}
          </label>
        </div>
      </details>
    </div>
    ${onlyView(portal)}
  </search>`;
}

function chip(text: string, pressed: boolean, onClick: () => void): TemplateResult {
  return html`<button class="chip" aria-pressed=${pressed} @click=${onClick}>${text}</button>`;
}

function day(name: 'from' | 'to', text: string, portal: Portal): TemplateResult {
  return html`<label
    >${text}
    <input
      type="date"
      name=${name}
      .value=${portal.place.filters[name] ?? ''}
      @change=${(event: Event) => portal.filter({ [name]: valueOf(event) })}
  /></label>`;
}

/** Whoever and whatever the feed is narrowed to by a click on a name. */
function onlyView(portal: Portal): TemplateResult | typeof nothing {
  const { words, directory, place } = portal;
  const { person, department } = place.filters;
  if (person === undefined && department === undefined) return nothing;
  const only = (text: string, without: Filters): TemplateResult =>
    html`<button class="chip only" aria-label=${words.remove(text)} @click=${() => portal.filter(without)}>
      <bdi>${text}</bdi>${icon('close')}
    </button>`;
  return html`<div class="chips">
    ${person === undefined ? nothing : only(directory.people.get(person) ?? words.onlyPerson, { person: '' })}
    ${
      department === undefined
        ? nothing
        : only(directory.departments.get(department) ?? words.onlyDepartment, { department: '' })
    }
  </div>`;
}

function typed(event: Event, portal: Portal): void {
  const q = valueOf(event);
  clearTimeout(typing);
  typing = setTimeout(() => portal.filter({ q: q.trim() }), PAUSE_MS);
}

function valueOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

function isChecked(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}
