import { html, nothing, type TemplateResult } from 'lit';
import type { Arg, FeedEntry, MessagePart, Name } from '#lib/client';
import { cut } from './cut.js';
import { icon } from './icons.js';
import type { Scene } from './scene.js';

type Link = Extract<Arg, { type: 'link' }>;
type Named = Pick<Name, 'type' | 'id'> & { readonly name?: string | null };

const LONGEST_NAME = 60;
const LONGEST_TEXT = 420;

/** What an entry says: names set strong, all of it text. */
export function messageView({ id, message }: FeedEntry, scene: Scene): TemplateResult {
  const { parts } = message;
  const isLong =
    message.text.length > LONGEST_TEXT && parts.some(({ text, arg }) => !arg && text.length > 80);
  const what = `text ${id}`;
  const unfolded = scene.isUnfolded(what);
  const { showAll, showLess } = scene.words;
  const shown = isLong && !unfolded ? shortened(parts) : parts;
  return html`${shown.map((part) => partView(part, scene))}${
    isLong
      ? html` <button class="link" aria-expanded=${unfolded} @click=${() => scene.unfold(what)}>
          ${unfolded ? showLess : showAll}
        </button>`
      : nothing
  }`;
}

/** The link of an announcement, which stands beside its text. */
export function linkView({ message }: FeedEntry, { words }: Scene): TemplateResult | typeof nothing {
  const link = Object.values(message.args).find((arg): arg is Link => arg.type === 'link');
  const href = link && webAddress(link.href);
  const isInText = message.parts.some(({ arg }) => arg?.type === 'link');
  if (href === undefined || isInText) return nothing;
  return html`<a class="out" part="link" href=${href} rel="noopener noreferrer" target="_blank"
    >${icon('link')}${words.link} <span class="host">${new URL(href).host}</span></a
  >`;
}

function partView({ text, arg }: MessagePart, scene: Scene): TemplateResult | string {
  if (!arg) return html`<bdi>${text}</bdi>`;
  if (arg.type === 'link') return linked(text, webAddress(arg.href));
  return nameView(arg, text, scene);
}

function nameView(arg: Named, text: string, scene: Scene): TemplateResult {
  const name = html`<strong part="name" dir="auto">${cut(text, LONGEST_NAME)}</strong>`;
  const href = arg.name == null ? undefined : scene.hrefOf(arg);
  return href === undefined ? name : html`<a class="name" href=${href} data-kind=${arg.type}>${name}</a>`;
}

function linked(text: string, href: string | undefined): TemplateResult | string {
  if (href === undefined) return text;
  return html`<a href=${href} rel="noopener noreferrer" target="_blank">${text}</a>`;
}

/** Whatever else a publisher writes there, a browser is to open addresses of the web alone. */
function webAddress(href: string): string | undefined {
  return /^https?:\/\//i.test(href) && URL.canParse(href) ? href : undefined;
}

function shortened(parts: readonly MessagePart[]): MessagePart[] {
  let left = LONGEST_TEXT;
  const shown: MessagePart[] = [];
  for (const part of parts) {
    if (left <= 0) break;
    shown.push(part.arg ? part : { ...part, text: cut(part.text, left) });
    left -= part.text.length;
  }
  return shown;
}
