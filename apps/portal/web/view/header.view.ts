import { html, nothing, type TemplateResult } from 'lit';
import type { Portal } from '../portal.js';
import type { Persona } from '../session.js';
import type { Words } from '../words/words.js';
import { icon } from './icon.js';

export function headerView(portal: Portal): TemplateResult {
  const { words } = portal;
  return html`<header>
    <div class="bar">
      <a class="brand" href="/" @click=${(event: Event) => home(event, portal)}>
        <span class="mark" aria-hidden="true"><span></span><span></span><span></span></span>
        <span
          ><h1>${words.title}</h1>
          <span class="tagline">${words.tagline}</span></span
        >
      </a>
      <div class="tools">${whoView(portal)} ${languageView(portal)} ${themeView(portal)}</div>
    </div>
  </header>`;
}

function whoView(portal: Portal): TemplateResult | typeof nothing {
  const { session, words } = portal;
  const { personas, persona, subject } = session;
  if (personas.length === 0)
    return subject === undefined
      ? nothing
      : html`<button class="tool" @click=${() => portal.signOut()}>${words.signOut}</button>`;
  return html`<label class="who"
    ><span>${words.you}</span>
    <select @change=${(event: Event) => portal.be((event.target as HTMLSelectElement).value)}>
      ${personas
        .filter(({ source }) => source === undefined)
        .map(
          (one) =>
            html`<option value=${one.subject} ?selected=${one === persona}>${labelOf(one, words)}</option>`,
        )}
    </select>
  </label>`;
}

function labelOf({ subject, roles = [] }: Persona, words: Words): string {
  const does = roles.map((role) => words.roles[role] ?? role).join(', ') || words.noRole;
  return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}: ${does}`;
}

function languageView(portal: Portal): TemplateResult {
  const other = portal.language === 'en' ? 'ru' : 'en';
  return html`<button class="tool" lang=${other} @click=${() => portal.setLanguage(other)}>
    ${other.toUpperCase()} <span class="unseen">${portal.words.otherLanguage}</span>
  </button>`;
}

function themeView(portal: Portal): TemplateResult {
  const other = portal.theme === 'dark' ? 'light' : 'dark';
  const { toDark, toLight } = portal.words;
  return html`<button
    class="tool round"
    aria-label=${other === 'dark' ? toDark : toLight}
    @click=${() => portal.setTheme(other)}
  >
    ${icon(other === 'dark' ? 'moon' : 'sun')}
  </button>`;
}

function home(event: Event, portal: Portal): void {
  event.preventDefault();
  portal.go({ entry: undefined, filters: {} });
}
