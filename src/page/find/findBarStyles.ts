import { css } from 'lit';

export const findBarStyles = css`
  /* Below the header, where it covers nothing. */
  form {
    display: flex;
    align-items: center;
    gap: 0.125rem;
    width: min(100% - 2 * var(--glove-gutter), var(--glove-measure));
    margin: 0 auto 0.5rem;
    padding: 0.25rem;
    border: 1px solid var(--glove-line-strong);
    border-radius: var(--glove-radius);
    background: var(--glove-raised);
  }

  input {
    flex: 1;
    min-width: 0;
    min-height: 2.25rem;
    padding: 0 0.625rem;
  }

  output {
    min-width: 5rem;
    padding-inline: 0.5rem;
    color: var(--glove-ink-soft);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
    text-align: end;
    white-space: nowrap;
  }

  button {
    display: grid;
    flex: none;
    width: 2.25rem;
    padding: 0;
    place-items: center;
  }

  button:disabled {
    background: none;
    opacity: 0.5;
    cursor: default;
  }

  svg {
    width: 1.125rem;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  /* The header scrolls away there. */
  @media (height < 32rem) {
    form {
      position: fixed;
      z-index: 3;
      inset: 0.25rem 0 auto;
    }
  }

  @media print {
    :host {
      display: none;
    }
  }
`;
