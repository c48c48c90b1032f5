import { css } from 'lit';

/** Styles that all elements share. */
export const sharedStyles = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host {
    display: block;
  }

  :focus-visible {
    outline: 2px solid var(--glove-accent);
    outline-offset: 2px;
  }

  button {
    min-height: 2.25rem;
    padding: 0.25rem 0.875rem;
    border: 1px solid var(--glove-line-strong);
    border-radius: calc(var(--glove-radius) * 0.8);
    background: var(--glove-raised);
    color: inherit;
    font: inherit;
    font-size: 0.9375rem;
    line-height: 1.25;
    white-space: nowrap;
    cursor: pointer;
  }

  button:hover {
    border-color: var(--glove-accent);
    color: var(--glove-accent);
  }

  button.primary {
    border-color: var(--glove-accent);
    background: var(--glove-accent);
    color: var(--glove-accent-ink);
    font-weight: 600;
  }

  button.primary:hover {
    filter: brightness(1.08);
  }

  button.quiet {
    border-color: transparent;
    background: none;
    color: var(--glove-ink-soft);
  }

  button.quiet:hover {
    background: var(--glove-surface);
    color: var(--glove-ink);
  }

  :where(input:not([type='checkbox'], [type='radio']), select, textarea) {
    border: 1px solid var(--glove-line-strong);
    border-radius: calc(var(--glove-radius) * 0.8);
    background: var(--glove-paper);
    color: inherit;
    font: inherit;
  }

  p,
  ul {
    margin: 0;
  }

  /* In every language. */
  pre,
  code,
  kbd {
    direction: ltr;
    unicode-bidi: isolate;
  }

  ul {
    padding: 0;
    list-style: none;
  }

  small,
  .small {
    color: var(--glove-ink-soft);
    font-size: 0.8125rem;
  }

  .remark {
    color: var(--glove-ink-soft);
    font-size: 0.875rem;
  }

  .detail {
    color: var(--glove-ink-soft);
    font: 0.8125rem / 1.5 var(--glove-mono);
    overflow-wrap: anywhere;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }

  /* The button that shows long content in full. */
  .toggle {
    min-height: 2rem;
    margin-block-end: 0.375rem;
    margin-inline-start: 0.375rem;
    padding: 0 0.625rem;
    font-size: 0.8125rem;
  }

  .mark {
    flex: none;
    width: 0.5rem;
    height: 0.5rem;
    border-radius: 50%;
  }

  .OUTCOME_FAILED {
    color: var(--glove-bad);
  }

  .OUTCOME_DEADLINE_EXCEEDED {
    color: var(--glove-warn);
  }

  .field-name {
    color: var(--glove-ink-soft);
    font: 0.75rem / 1.4 var(--glove-mono);
    overflow-wrap: anywhere;
  }

  /* The names of the API's fields, for developers who want them. */
  .field-name.api {
    display: var(--glove-api-fields, none);
  }

  .visually-hidden:not(:focus) {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .spinner {
    flex: none;
    width: 0.75em;
    height: 0.75em;
    border: 2px solid var(--glove-line-strong);
    border-top-color: transparent;
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }

  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }

  /* Neither buttons nor what is folded are printed. Buttons with content have a display of their own. Browsers cut what scrolls. */
  @media print {
    button,
    details:not([open]) {
      display: none;
    }

    pre {
      overflow: visible !important;
    }

    pre,
    img {
      break-inside: avoid;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
