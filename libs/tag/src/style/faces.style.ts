import { css } from 'lit';

/** Avatars and reactions. All have a size of their own, whatever is in them. */
export const faces = css`
  .avatar {
    --_size: 42px;
    position: relative;
    flex: none;
    display: grid;
    place-items: center;
    width: var(--_size);
    height: var(--_size);
    border-radius: 50%;
    font-weight: 650;
    font-size: calc(var(--_size) * 0.36);
    letter-spacing: 0.02em;
    user-select: none;
    background: light-dark(hsl(var(--_hue, 225) 60% 90%), hsl(var(--_hue, 225) 35% 26%));
    color: light-dark(hsl(var(--_hue, 225) 60% 28%), hsl(var(--_hue, 225) 70% 86%));
  }
  .avatar:not([class*='hue-']) {
    background: color-mix(in srgb, var(--_topic) 14%, var(--_surface));
    color: var(--_topic);
    border-radius: 13px;
    font-size: calc(var(--_size) * 0.5);
  }
  .hue-0 {
    --_hue: 255;
  }
  .hue-1 {
    --_hue: 210;
  }
  .hue-2 {
    --_hue: 180;
  }
  .hue-3 {
    --_hue: 145;
  }
  .hue-4 {
    --_hue: 42;
  }
  .hue-5 {
    --_hue: 18;
  }
  .hue-6 {
    --_hue: 345;
  }
  .hue-7 {
    --_hue: 300;
  }
  .many {
    box-shadow:
      5px -2px 0 -2px var(--_surface),
      6px -2px 0 -1px color-mix(in srgb, var(--_topic, var(--_people)) 45%, var(--_surface));
  }
  .initials {
    max-width: 100%;
    overflow: hidden;
    line-height: 1;
  }
  .badge {
    position: absolute;
    inset-inline-end: -5px;
    bottom: -4px;
    display: grid;
    place-items: center;
    width: 21px;
    height: 21px;
    border-radius: 50%;
    border: 2px solid var(--_surface);
    background: var(--_topic);
    color: var(--_surface);
    font-size: 11px;
  }
  .reactions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-inline-start: auto;
  }
  .chip,
  .react {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    height: 30px;
    padding: 0 10px;
    border-radius: 999px;
    border: 1px solid transparent;
    background: var(--_raised);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  .chip:hover,
  .react:hover {
    border-color: color-mix(in srgb, var(--_accent) 45%, transparent);
  }
  .chip[aria-pressed='true'] {
    background: color-mix(in srgb, var(--_accent) 14%, var(--_surface));
    border-color: var(--_accent);
    color: var(--_accent);
    font-weight: 650;
  }
  .face {
    font-size: 15px;
    line-height: 1;
  }
  .offer {
    background: none;
    border-color: var(--_line);
    animation: arrive 0.15s ease-out;
  }
  .react {
    width: 36px;
    padding: 0;
    color: var(--_muted);
    background: none;
    font-size: 18px;
  }
  .react[aria-expanded='true'] {
    color: var(--_accent);
  }
`;
