import { css } from 'lit';

export const appStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 100dvh;
  }

  header,
  main,
  .dock {
    width: 100%;
    max-width: calc(var(--glove-measure) + 2 * var(--glove-gutter));
    margin: 0 auto;
    padding-inline: var(--glove-gutter);
  }

  header {
    display: flex;
    align-items: center;
    gap: 0.25rem;
    min-height: var(--glove-header);
  }

  .brand {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    margin-right: auto;
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  .brand img {
    width: 1.5rem;
    height: 1.5rem;
  }

  header button {
    margin-right: -0.5rem;
  }

  header button + button {
    margin-left: 0.5rem;
  }

  main {
    flex: 1;
    padding-bottom: 2rem;
  }

  main:focus {
    outline: none;
  }

  .welcome {
    padding-top: clamp(1.5rem, 6vh, 4rem);
  }

  glove-demo-list {
    margin-top: 2.5rem;
  }

  glove-conversation-view {
    padding-top: 1rem;
  }

  .dock {
    position: sticky;
    bottom: 0;
    padding-top: 0.25rem;
    padding-bottom: max(0.375rem, env(safe-area-inset-bottom));
    background: var(--glove-paper);
  }

  .dock::before {
    content: '';
    position: absolute;
    inset: auto 0 100%;
    height: 1.5rem;
    background: linear-gradient(transparent, var(--glove-paper));
    pointer-events: none;
  }

  .status {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1rem;
    padding-inline: 0.375rem;
    color: var(--glove-ink-soft);
    font-size: 0.8125rem;
  }

  glove-engine-status {
    flex: none;
    max-width: 100%;
  }

  @media (width < 24rem) {
    header button {
      padding-inline: 0.5rem;
    }

    .status {
      padding-inline: 0;
    }
  }

  .source {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;
