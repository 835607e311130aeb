import { css } from 'lit';

export const controls = css`
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    min-width: 24px;
    min-height: 24px;
    cursor: pointer;
    touch-action: manipulation;
  }
  a {
    color: var(--_accent);
  }
  .link {
    color: var(--_accent);
    font-weight: 600;
    font-size: 14px;
    padding: 2px 4px;
    margin-inline-start: -4px;
    border-radius: 6px;
  }
  .link:hover {
    text-decoration: underline;
  }
  .solid {
    padding: 9px 20px;
    min-height: 40px;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
    font-size: 14px;
  }
  .solid:hover {
    filter: brightness(1.08);
  }
  .quiet {
    color: var(--_muted);
    font-size: 14px;
  }
  .bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: 36px;
    font-size: 13px;
    color: var(--_muted);
  }
  .keys {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 4px 10px;
    font-size: 13px;
    border-radius: 8px;
  }
  .keys:hover {
    background: var(--_raised);
  }
  @media (max-width: 420px) {
    .keys {
      position: relative;
    }
    .keys span {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  }
  .keys .icon {
    font-size: 16px;
  }
  .connection {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    padding-inline-start: 4px;
  }
  .dot {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--_warn);
  }
  .live .dot {
    background: var(--_good);
  }
  .offline .dot {
    background: var(--_bad);
  }
  .skip {
    position: absolute;
    inset-inline-start: 4px;
    top: 0;
    z-index: 3;
    padding: 8px 14px;
    border-radius: 8px;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .skip:not(:focus) {
    clip-path: inset(50%);
    pointer-events: none;
  }
  .pill-place {
    position: sticky;
    top: var(--company-feed-top, 12px);
    z-index: 2;
    height: 0;
    display: flex;
    justify-content: center;
  }
  .pill {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    height: 38px;
    padding: 0 18px 0 14px;
    border-radius: 999px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
    font-size: 14px;
    box-shadow: 0 6px 20px rgb(20 20 60 / 0.28);
    animation: drop 0.25s ease-out;
  }
  dialog {
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    padding: 24px;
    width: min(420px, calc(100vw - 32px));
    background: var(--_surface);
    color: var(--_text);
  }
  dialog::backdrop {
    background: rgb(10 12 20 / 0.5);
  }
  dialog h2 {
    font-size: 18px;
    margin-bottom: 12px;
  }
  dl div {
    display: flex;
    gap: 12px;
    padding: 6px 0;
  }
  dt {
    flex: 0 0 120px;
  }
  dialog .solid {
    margin-top: 16px;
  }
  kbd {
    font: 600 12px/1 var(--_font);
    padding: 4px 8px;
    border: 1px solid var(--_line);
    border-radius: 6px;
    background: var(--_raised);
  }
  @keyframes drop {
    from {
      transform: translateY(-12px);
      opacity: 0;
    }
  }
  @media (pointer: coarse) {
    .chip,
    .react,
    .link,
    .keys {
      min-height: 44px;
    }
  }
`;
