import { css } from 'lit';

/** When it was, and what is in a group. */
export const details = css`
  .time {
    display: inline-block;
    min-height: 24px;
    padding: 2px 0;
    color: inherit;
    text-decoration: none;
    border-radius: 4px;
  }
  .time:hover {
    color: var(--_text);
    text-decoration: underline;
  }
  .tip {
    position: absolute;
    bottom: calc(100% + 2px);
    inset-inline-start: 0;
    z-index: 2;
    width: max-content;
    max-width: min(260px, 70vw);
    padding: 5px 10px;
    border-radius: 8px;
    background: var(--_text);
    color: var(--_surface);
    font-size: 12px;
    display: none;
  }
  .when:hover .tip,
  .time:focus-visible + .tip {
    display: block;
  }
  :host([data-hush]) .tip {
    display: none;
  }
  .group {
    margin-top: 2px;
  }
  .group::after {
    content: '▾';
    margin-inline-start: 6px;
  }
  .group[aria-expanded='true']::after {
    content: '▴';
  }
  .members {
    margin-top: 8px;
    padding-inline-start: 14px;
    border-inline-start: 2px solid var(--_line);
  }
  .members li {
    display: flex;
    gap: 10px;
    padding: 6px 0;
    font-size: 14px;
  }
  .members .avatar {
    --_size: 28px;
  }
  .members .badge {
    display: none;
  }
`;
