import { css } from 'lit';

export const notebookStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 1rem;
  }

  header {
    display: flex;
    align-items: center;
    gap: 1rem;
    min-height: 2.25rem;
  }

  h2 {
    flex: 1;
    min-width: 0;
    margin: 0;
    font-size: 1.25rem;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  .about {
    margin-top: -0.75rem;
    color: var(--glove-ink-soft);
    font-size: 0.9375rem;
  }

  .link {
    margin-top: 0;
    padding: 0.625rem 0.875rem;
    border: 1px solid color-mix(in srgb, var(--glove-warn) 45%, transparent);
    border-radius: var(--glove-radius);
    color: inherit;
  }

  .actions {
    display: inline-flex;
  }

  .actions button {
    min-height: 2rem;
    padding: 0 0.5rem;
    font-size: 0.8125rem;
  }

  .removed {
    gap: 0.5rem;
    padding: 0.25rem 0.375rem 0.25rem 0.875rem;
    border: 1px dashed var(--glove-line-strong);
    border-radius: var(--glove-radius);
    color: var(--glove-ink-soft);
    font-size: 0.9375rem;
  }

  .add {
    margin-top: -0.5rem;
  }
`;
