import { css } from 'lit';

export const states = css`
  .pinned {
    margin-bottom: 14px;
    padding: 4px 18px;
    border: 1px solid color-mix(in srgb, var(--_accent) 30%, var(--_line));
    border-radius: var(--_radius);
    background: color-mix(in srgb, var(--_accent) 5%, var(--_surface));
  }
  .pinned h3 {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 10px 0 2px;
    font-size: 13px;
    font-weight: 650;
    color: var(--_accent);
  }
  .pinned .card {
    padding: 12px 0;
    background: none;
    border: 0;
    border-radius: 0;
  }
  .pinned li + li .card {
    border-top: 1px solid var(--_line);
  }
  .end {
    display: grid;
    place-items: center;
    min-height: 88px;
    padding: 20px 0;
    border-radius: var(--_radius);
    text-align: center;
  }
  .state {
    display: grid;
    justify-items: center;
    gap: 10px;
    min-height: 420px;
    align-content: center;
    padding: 40px 24px;
    text-align: center;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  .state h3 {
    font-size: 18px;
    font-weight: 650;
    color: var(--_text);
  }
  .state .icon {
    font-size: 44px;
    stroke-width: 1.4;
  }
  .state .solid {
    margin-top: 8px;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 6px;
  }
  .filters li {
    padding: 2px 12px;
    border-radius: 999px;
    background: var(--_raised);
    color: var(--_text);
    font-size: 14px;
  }
  .skeletons {
    display: grid;
    gap: var(--_gap);
    padding-top: 38px;
  }
  .skeleton {
    height: 126px;
  }
  .skeleton .avatar,
  .skeleton .body span {
    background: var(--_raised);
    animation: breathe 1.4s ease-in-out infinite alternate;
  }
  .skeleton .avatar {
    border-radius: 50%;
  }
  .skeleton .body span {
    display: block;
    height: 14px;
    width: 72%;
    margin: 4px 0 12px;
    border-radius: 7px;
  }
  .skeleton .body span + span {
    width: 34%;
  }
  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }
  @media (forced-colors: active) {
    .chip[aria-pressed='true'] {
      outline: 2px solid Highlight;
    }
    .card {
      border: 1px solid CanvasText;
    }
  }
`;
