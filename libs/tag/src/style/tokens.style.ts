import { css } from 'lit';

/** What a page may set, and what it is otherwise. The names are part of the tag's interface. */
export const tokens = css`
  :host {
    --_accent: var(--company-feed-accent, light-dark(#4338ca, #a5b4fc));
    --_on-accent: var(--company-feed-on-accent, light-dark(#ffffff, #17153b));
    --_surface: var(--company-feed-surface, light-dark(#ffffff, #181b22));
    --_raised: var(--company-feed-raised, light-dark(#f4f5f8, #232731));
    --_text: var(--company-feed-text, light-dark(#1a1d26, #eceef4));
    --_muted: var(--company-feed-muted, light-dark(#5a6172, #a3abbd));
    --_line: var(--company-feed-line, light-dark(#e4e6ec, #2c313d));
    --_radius: var(--company-feed-radius, 16px);
    --_gap: var(--company-feed-gap, 10px);
    --_font: var(--company-feed-font, Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif);
    --_people: light-dark(#4338ca, #a5b4fc);
    --_org: light-dark(#b45309, #fcd34d);
    --_thanks: light-dark(#be185d, #f9a8d4);
    --_news: light-dark(#0f766e, #5eead4);
    --_other: light-dark(#475569, #cbd5e1);
    --_good: light-dark(#15803d, #4ade80);
    --_warn: light-dark(#b45309, #fbbf24);
    --_bad: light-dark(#b91c1c, #f87171);

    display: block;
    position: relative;
    color-scheme: light dark;
    color: var(--_text);
    font: 400 15px/1.5 var(--_font);
    overflow-anchor: none;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    width: 1em;
    height: 1em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .people {
    --_topic: var(--_people);
  }
  .org {
    --_topic: var(--_org);
  }
  .thanks {
    --_topic: var(--_thanks);
  }
  .news {
    --_topic: var(--_news);
  }
  .other {
    --_topic: var(--_other);
  }
`;
