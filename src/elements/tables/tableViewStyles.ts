import { css } from 'lit';

export const tableViewStyles = css`
  :host {
    container-type: inline-size;
    font-size: 0.8125rem;
  }

  .tools {
    gap: 0.25rem;
    margin-bottom: 0.375rem;
  }

  .size {
    flex: 1;
    color: var(--glove-ink-soft);
    white-space: nowrap;
  }

  .tools button,
  .pages button,
  .filters button {
    min-height: 2rem;
    padding: 0 0.625rem;
    font-size: 0.8125rem;
  }

  .actions {
    display: flex;
    margin-inline-end: -0.625rem;
  }

  input {
    flex: 0 1 12rem;
    min-width: 6rem;
    min-height: 2rem;
    padding: 0 0.625rem;
    font-size: 0.8125rem;
  }

  .filters {
    gap: 0.375rem;
    margin-bottom: 0.5rem;
  }

  .filters button {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .rows {
    direction: ltr;
    overflow: auto;
    width: fit-content;
    max-width: 100%;
    max-height: 24rem;
    border: 1px solid var(--glove-line);
    border-radius: calc(var(--glove-radius) * 0.8);
    background: var(--glove-paper);
  }

  /* Firefox makes room for a scrollbar only if there is one in any case. */
  .long {
    overflow-y: scroll;
  }

  .rows:focus-visible {
    outline-offset: -2px;
  }

  table {
    border-collapse: separate;
    border-spacing: 0;
    font-variant-numeric: tabular-nums;
    line-height: 1.4;
  }

  thead th {
    position: sticky;
    z-index: 1;
    top: 0;
    padding-block: 0.125rem;
    padding-inline: 0.375rem 0.25rem;
    border-bottom: 1px solid var(--glove-line-strong);
    background: var(--glove-surface);
  }

  thead div {
    display: flex;
    align-items: center;
  }

  th {
    font-weight: 600;
    text-align: start;
  }

  tbody :is(th, td) {
    max-width: min(40ch, 60cqi);
    height: 1.875rem;
    padding: 0 0.75rem;
    overflow: hidden;
    border-bottom: 1px solid var(--glove-line);
    text-overflow: ellipsis;
    white-space: pre;
  }

  tbody tr:last-child :is(th, td) {
    border-bottom: 0;
  }

  tbody tr:hover {
    background: var(--glove-accent-wash);
  }

  .number,
  .missing {
    text-align: end;
  }

  thead .number div {
    justify-content: flex-end;
  }

  .missing {
    color: var(--glove-ink-soft);
  }

  thead button {
    min-height: 1.75rem;
    padding: 0 0.375rem;
    border-color: transparent;
    border-radius: 0.375rem;
    background: none;
    font-size: inherit;
    font-weight: 600;
  }

  .sort {
    max-width: min(32ch, 50cqi);
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .about {
    min-width: 1.5rem;
    color: var(--glove-ink-soft);
  }

  /* Has its place also without an arrow: columns keep their width. */
  .arrow {
    display: inline-block;
    width: 1em;
    margin-inline-start: 0.25rem;
    color: var(--glove-accent);
    font-size: 0.625rem;
  }

  .place {
    gap: 0 0.5rem;
    min-height: 2rem;
    margin-top: 0.375rem;
    color: var(--glove-ink-soft);
  }

  .place [role='status'] {
    flex: 1 1 12rem;
  }

  .note {
    color: var(--glove-warn);
  }

  .pages {
    display: flex;
    margin-inline-end: -0.625rem;
  }

  @container (width < 24rem) {
    .tools:has(input) .size {
      flex-basis: 100%;
    }

    .tools input {
      flex: 1 1 6rem;
    }

    .pages {
      margin-inline-start: -0.625rem;
    }
  }

  [aria-disabled='true'] {
    opacity: 0.45;
    cursor: default;
  }

  @media print {
    .tools input {
      display: none;
    }

    /* The names of the columns. */
    .sort {
      display: inline;
    }

    .rows {
      max-height: none;
      overflow: visible;
    }
  }
`;
