import { css } from 'lit';

export const composerStyles = css`
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    gap: 0.5rem;
    padding: 0.375rem;
    border: 1px solid var(--glove-line-strong);
    border-radius: calc(var(--glove-radius) * 1.4);
    background: var(--glove-raised);
  }

  form:focus-within {
    border-color: var(--glove-accent);
    box-shadow: 0 0 0 1px var(--glove-accent);
  }

  textarea {
    flex: 1 1 0;
    min-width: 0;
    min-height: 2.5rem;
    max-height: 30vh;
    padding: 0.5rem 0.25rem;
    border: 0;
    background: none;
    line-height: 1.5;
    resize: none;
    unicode-bidi: plaintext;
    field-sizing: content;
  }

  /* The whole form shows the focus. */
  textarea:focus-visible {
    outline: none;
  }

  textarea::placeholder {
    color: var(--glove-ink-soft);
    opacity: 1;
  }

  form button {
    min-width: 4.25rem;
    min-height: 2.5rem;
    border-radius: var(--glove-radius);
  }

  ul {
    display: flex;
    flex: 1 0 100%;
    flex-wrap: wrap;
    gap: 0.375rem;
    padding: 0.25rem;
  }

  li {
    display: flex;
    align-items: center;
    max-width: 100%;
    border-radius: calc(var(--glove-radius) * 0.8);
    background: var(--glove-accent-wash);
    font-size: 0.875rem;
    overflow: hidden;
  }

  li button {
    min-width: 2rem;
    min-height: 2rem;
    padding: 0;
  }

  .attach {
    display: grid;
    flex: none;
    width: 2.5rem;
    height: 2.5rem;
    place-items: center;
    border-radius: var(--glove-radius);
    color: var(--glove-ink-soft);
    cursor: pointer;
  }

  .attach:hover {
    color: var(--glove-accent);
  }

  .attach:focus-within {
    outline: 2px solid var(--glove-accent);
  }

  .attach input {
    position: absolute;
    width: 1px;
    height: 1px;
    opacity: 0;
  }

  .attach svg {
    width: 1.25rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .notice {
    gap: 0.5rem 0.75rem;
    margin-bottom: 0.625rem;
    padding: 0.75rem 1rem;
    border-radius: var(--glove-radius);
    background: var(--glove-accent-wash);
    font-size: 0.9375rem;
  }

  .notice p {
    flex: 1 1 18rem;
  }
`;
