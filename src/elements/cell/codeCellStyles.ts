import { css } from 'lit';

export const codeCellStyles = css`
  :host {
    container-type: inline-size;
    overflow: hidden;
    border: 1px solid var(--glove-line);
    border-radius: var(--glove-radius);
  }

  /* Lists of names reach over the edge: then nothing cuts the corners. */
  :host([editing]) {
    overflow: visible;
  }

  glove-run-result:last-child {
    border-end-start-radius: calc(var(--glove-radius) - 1px);
    border-end-end-radius: calc(var(--glove-radius) - 1px);
  }

  header {
    gap: 0 0.25rem;
    min-height: 2.5rem;
    padding-block: 0.375rem 0;
    padding-inline: 1rem 0.375rem;
  }

  .label {
    flex: 1;
    font-size: 0.875rem;
    font-weight: 600;
    white-space: nowrap;
  }

  .field-name {
    margin-inline-end: 0.5rem;
  }

  @container (width < 30rem) {
    .field-name {
      order: 1;
      flex-basis: 100%;
    }
  }

  pre {
    display: flex;
    overflow: auto;
    max-height: 32rem;
    margin: 0;
    padding: 0.5rem 0 0.875rem;
    font: 0.8438rem / 1.6 var(--glove-mono);
    tab-size: 4;

    /* Shadows show that there is more: covers that scroll hide shadows that stay. @see https://lea.verou.me/2012/04/background-attachment-local/ */
    background:
      linear-gradient(to right, var(--glove-paper) 40%, transparent) left / 3rem 100% local,
      linear-gradient(to left, var(--glove-paper) 40%, transparent) right / 3rem 100% local,
      linear-gradient(to right, var(--glove-shade), transparent) left / 1.25rem 100% scroll,
      linear-gradient(to left, var(--glove-shade), transparent) right / 1.25rem 100% scroll;
    background-repeat: no-repeat;
  }

  pre.whole {
    max-height: none;
  }

  @media print {
    :host {
      container-type: normal;
      overflow: visible;
    }

    .hint {
      display: none;
    }

    header {
      break-after: avoid;
    }

    pre {
      max-height: none;
      background: none;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }

    /* Wrapped lines do not fit the line numbers. */
    pre[data-lines]::before {
      content: none;
    }

    pre code {
      min-width: 0;
      padding-inline-start: 1rem;
    }
  }

  code {
    padding-inline-end: 1rem;
  }

  /* The result is at the side if there is room, else above the code, small. */
  @media (width < 45rem) {
    :host([beside]) {
      display: flex;
      flex-direction: column;
    }

    :host([beside]) > :not(header, glove-run-result) {
      order: 1;
    }

    :host([beside]) glove-run-result {
      --glove-picture-height: 9rem;

      border-radius: 0;

      border-block: 1px solid var(--glove-line);
    }
  }

  @media (width >= 45rem) {
    :host([beside]) {
      display: grid;
      grid-template: auto 1fr auto / minmax(0, 1fr) 15rem;
    }

    :host([beside]) header {
      grid-column: 1 / -1;
      padding-bottom: 0.375rem;
      border-bottom: 1px solid var(--glove-line);
    }

    :host([beside]) glove-run-result {
      grid-area: 2 / 2 / 4 / 3;
      border-top: 0;
      border-inline-start: 1px solid var(--glove-line);
      border-end-start-radius: 0;
    }
  }

  :host([own]:not([readonly])) pre {
    cursor: text;
  }

  .editor {
    direction: ltr;
  }

  .empty {
    color: var(--glove-ink-soft);
    font-style: italic;
  }

  pre:focus-visible {
    outline-offset: -2px;
  }

  .hint {
    padding: 0.375rem 1rem 0.5rem;
  }

  /* Touch screens have no such keys. */
  @media (pointer: coarse) {
    .hint {
      display: none;
    }
  }

  kbd {
    font: 0.75rem var(--glove-mono);
  }

  button {
    min-height: 2rem;
    padding: 0 0.625rem;
    font-size: 0.8125rem;
  }

  @container (width < 20rem) {
    header > button {
      padding-inline: 0.375rem;
    }
  }
`;
