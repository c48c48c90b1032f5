import { css } from 'lit';

/** The styles of the lists in the tray. */
export const listStyles = css`
  ul {
    max-height: var(--tray-list-height, min(16rem, 35dvh));
    overflow: auto;
  }

  li {
    gap: 0 0.25rem;
    padding: 0.25rem 0;
    border-top: 1px solid var(--glove-line);
    font-size: 0.875rem;
  }

  bdi {
    font: 0.8125rem / 1.5 var(--glove-mono);
    overflow-wrap: anywhere;
  }

  p {
    padding: 0.25rem 0 0.5rem;
  }
`;
