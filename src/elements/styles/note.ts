import { css } from 'lit';

/** A sentence for the user, with buttons beside it, or below it if there is no room. */
export const noteStyles = css`
  .note {
    gap: 0.5rem 1rem;
    padding-block: 0.5rem;
    padding-inline: 1rem 0.5rem;
    border-radius: var(--glove-radius);
    background: var(--glove-accent-wash);
    font-size: 0.9375rem;
  }

  p {
    flex: 1 1 14rem;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap-reverse;
    justify-content: end;
    gap: 0.25rem;
    margin-inline-start: auto;
  }

  button.quiet:hover {
    background: none;
  }

  button:disabled {
    opacity: 0.6;
    cursor: default;
  }
`;
