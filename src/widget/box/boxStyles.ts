import { css } from 'lit';

export const boxStyles = css`
  .box {
    display: flex;
    flex-direction: column;
    min-height: 12rem;
    height: var(--glove-height, auto);
    max-height: var(--glove-max-height, min(42rem, 85vh));
    overflow: hidden;
    container-type: inline-size;
    border: 1px solid var(--glove-line);
    border-radius: calc(var(--glove-radius) * 1.4);
    background: var(--glove-paper);
  }

  .conversation,
  .dock {
    --inset: clamp(0.875rem, 4cqi, 1.5rem);
  }

  .conversation {
    flex: 1 1 auto;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 1.25rem var(--inset);
  }

  .conversation:focus-visible {
    outline-offset: -2px;
  }

  [hidden] {
    display: none;
  }

  .starts {
    display: grid;
    gap: 0.75rem;
  }

  ::slotted(:first-child) {
    margin-top: 0;
  }

  slot {
    display: block;
    margin-bottom: 0.75rem;
  }

  slot[hidden] {
    display: none;
  }

  .start {
    display: grid;
    gap: 0.125rem;
    width: 100%;
    padding: 0.75rem 1rem;
    border-color: var(--glove-line);
    text-align: start;
    white-space: normal;
  }

  .start:hover {
    color: inherit;
  }

  .start .does {
    color: var(--glove-accent);
    font-size: 0.875rem;
    font-weight: 600;
  }

  .notice {
    margin-top: 1rem;
    color: var(--glove-warn);
    font-size: 0.875rem;
    overflow-wrap: anywhere;
  }

  .dock {
    flex: none;
    padding: 0 var(--inset) 0.375rem;
  }

  .status {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
    min-height: 2.25rem;
    padding-inline: 0.375rem;
  }

  .status button {
    min-height: 1.75rem;
    padding: 0 0.5rem;
    font-size: inherit;
  }

  .source {
    min-width: 0;
    margin-inline-start: auto;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;
