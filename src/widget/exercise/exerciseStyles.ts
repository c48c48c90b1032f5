import { css } from 'lit';

export const exerciseStyles = css`
  .verdict,
  .hints,
  .solution {
    border-top: 1px solid var(--glove-line);
  }

  .bar .help {
    gap: 0 0.25rem;
    margin-inline-start: auto;
  }

  .bar .help .quiet {
    margin: 0;
  }

  .later {
    padding: 0 0.75rem;
    color: var(--glove-ink-soft);
  }

  /* There is no room beside these buttons. */
  .help ~ .keys {
    display: none;
  }

  glove-cell-editor:focus-within ~ .bar .help ~ .keys {
    display: block;
    flex-basis: 100%;
    margin: 0;
  }

  .hints[hidden] {
    display: none;
  }

  .verdict {
    padding: 0.625rem 1rem;
    background: var(--glove-surface);
    overflow-wrap: anywhere;
  }

  .verdict strong {
    color: var(--glove-warn);
  }

  .verdict.good,
  .verdict.good strong {
    color: var(--glove-good);
  }

  .verdict li {
    margin-inline-start: 1.25rem;
    list-style: disc;
  }

  .hints .remark,
  .solution .remark {
    padding: 0.625rem 1rem 0;
  }

  .hints slot {
    direction: inherit;
    padding: 0.25rem 1rem 0.625rem;
    font: inherit;
    white-space: normal;
  }

  /* A page's own margins of paragraphs would win: sites for documents have large ones. */
  ::slotted([slot='shown-hint']) {
    margin-block: 0 0.375rem !important;
  }
`;
