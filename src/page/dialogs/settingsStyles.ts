import { css } from 'lit';

export const settingsStyles = css`
  dialog {
    width: min(34rem, calc(100vw - 1rem));
  }

  form {
    padding-bottom: 0;
  }

  fieldset {
    margin: 1.5rem 0 0;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0;
    font-size: 1rem;
    font-weight: 650;
  }

  /* Fields that are scrolled to are not covered by the buttons. */
  .field,
  .choice {
    margin-top: 1rem;
    scroll-margin: 1.5rem 0 5rem;
  }

  .field > label {
    display: block;
    font-size: 0.9375rem;
    font-weight: 600;
  }

  .about {
    line-height: 1.45;
  }

  .key {
    display: block;
    width: fit-content;
    margin-bottom: 0.25rem;
    color: var(--glove-accent);
  }

  .problem {
    color: var(--glove-bad);
    font-size: 0.875rem;
    font-weight: 500;
  }

  [hidden] {
    display: none !important;
  }

  select,
  input:not([type='radio'], [type='checkbox']) {
    margin: 0.25rem 0 0.375rem;
  }

  input[aria-invalid='true'] {
    border-color: var(--glove-bad);
  }

  .choice {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 0.625rem;
    align-items: center;
    margin-top: 0.625rem;
  }

  .choice input {
    width: 1.125rem;
    height: 1.125rem;
    margin: 0;
    accent-color: var(--glove-accent);
  }

  .choice label {
    font-size: 0.9375rem;
    font-weight: 500;
  }

  .choice .about {
    grid-column: 2;
  }

  .models {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    margin: 0.25rem 0 0.5rem;
  }

  .models > [role='status'] {
    flex: 1 1 12rem;
    min-width: 0;
  }

  .models > .failed {
    flex-basis: 100%;
  }

  .models select {
    margin: 0;
  }

  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr));
    gap: 0 1rem;
  }

  .buttons {
    position: sticky;
    bottom: 0;
    margin: 1.5rem -1.5rem 0;
    padding: 0.75rem 1.5rem;
    border-top: 1px solid var(--glove-line);
    background: var(--glove-raised);
  }

  @media (height < 32rem) {
    .buttons {
      position: static;
    }
  }

  .reset {
    margin-inline-start: auto;
  }
`;
