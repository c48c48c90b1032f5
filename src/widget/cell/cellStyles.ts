import { css } from 'lit';

export const cellStyles = css`
  :host {
    margin-block: 1rem;
  }

  .cell {
    container-type: inline-size;
    overflow: hidden;
    border: 1px solid var(--glove-line);
    border-radius: var(--glove-radius);
    background: var(--glove-paper);
  }

  slot {
    display: block;
    direction: ltr;
    overflow: auto;
    padding: 0.75rem 1rem;
    font: 0.8438rem / 1.6 var(--glove-mono);
    white-space: pre;
  }

  ::slotted(pre) {
    margin: 0;
    font: inherit;
  }

  .bar {
    gap: 0.25rem 0.75rem;
    min-height: 2.75rem;
    padding: 0.375rem 0.5rem;
    border-top: 1px solid var(--glove-line);
    font-size: 0.875rem;
  }

  .bar button {
    min-width: 3.75rem;
    min-height: 2rem;
    padding: 0 0.75rem;
    font-size: 0.875rem;
  }

  .bar .quiet {
    margin-inline-start: auto;
  }

  /* Its place is kept, so that nothing moves when the editor gets the focus. */
  .keys {
    margin-inline-start: auto;
    visibility: hidden;
  }

  .quiet + .keys {
    margin-inline-start: 0;
  }

  glove-cell-editor:focus-within ~ .bar .keys {
    visibility: visible;
  }

  /* Where it has no room beside the buttons, it has a line of its own. */
  @container (width < 34rem) {
    .keys {
      flex-basis: 100%;
      margin: 0;
    }
  }

  /* Fingers have no such keys. */
  @media (hover: none) {
    .keys {
      display: none;
    }
  }

  /* Weaker than the colours of outcomes. */
  :where(.label) {
    color: var(--glove-ink-soft);
  }

  .output {
    display: flow-root;
    padding-top: 0.75rem;
    border-top: 1px solid var(--glove-line);
    background: var(--glove-surface);
  }

  .output[hidden] {
    display: none;
  }

  .remark {
    padding: 0 1rem 0.625rem;
  }

  .refusal {
    padding: 0.5rem 1rem;
    color: var(--glove-warn);
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }

  glove-problem {
    border-width: 1px 0 0;
    border-radius: 0;
  }
`;
