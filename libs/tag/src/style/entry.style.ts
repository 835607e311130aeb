import { css } from 'lit';

export const entryStyle = css`
  article {
    border-radius: var(--_radius);
    scroll-margin: 72px 0 16px;
  }
  article + article {
    margin-top: var(--_gap);
  }
  .day {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 14px 4px 8px;
    font-size: 13px;
    font-weight: 600;
    color: var(--_muted);
  }
  article:first-child .day {
    padding-top: 4px;
  }
  .day::after {
    content: '';
    flex: 1;
    height: 1px;
    background: var(--_line);
  }
  .card {
    display: flex;
    gap: 14px;
    padding: 16px 18px 14px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  article[aria-current] .card {
    border-color: var(--_accent);
    box-shadow: 0 0 0 1px var(--_accent);
  }
  article.fresh .card {
    animation: arrive 0.5s ease-out;
  }
  .body {
    flex: 1;
    min-width: 0;
  }
  .message {
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  .message strong {
    font-weight: 650;
  }
  a.name {
    color: inherit;
    text-decoration: none;
    border-radius: 4px;
  }
  a.name:hover {
    color: var(--_accent);
    text-decoration: underline;
  }
  .out {
    display: inline-flex;
    align-items: center;
    gap: 7px;
    min-height: 30px;
    margin-top: 6px;
    padding: 2px 12px 2px 10px;
    border: 1px solid var(--_line);
    border-radius: 10px;
    font-weight: 600;
    font-size: 14px;
    text-decoration: none;
    overflow-wrap: anywhere;
  }
  .out:hover {
    border-color: var(--_accent);
  }
  .out .host {
    font-weight: 400;
    color: var(--_muted);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    min-height: 32px;
    margin-top: 4px;
  }
  .meta {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 10px;
    font-size: 13px;
    color: var(--_muted);
  }
  .kind {
    font-weight: 600;
    color: var(--_topic);
  }
  .mark {
    padding: 0 8px;
    border-radius: 6px;
    background: var(--_raised);
  }
  .tombstone {
    display: block;
    padding: 12px 18px;
    border-style: dashed;
    color: var(--_muted);
    animation: settle 0.3s ease-out;
  }
  @keyframes arrive {
    from {
      transform: translateY(-10px);
      opacity: 0;
    }
  }
  @keyframes settle {
    from {
      opacity: 0.2;
    }
  }
  @media (max-width: 420px) {
    .card {
      gap: 11px;
      padding: 14px 12px 12px;
    }
    .avatar {
      --_size: 36px;
    }
  }
`;
