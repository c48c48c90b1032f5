import { css } from 'lit';

export const appStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 100dvh;

    --glove-end: 7.5rem;
  }

  /* Always visible. */
  .top {
    position: sticky;
    top: 0;
    z-index: 1;
    background: var(--glove-paper);
  }

  .skip {
    position: fixed;
    top: 0.5rem;
    inset-inline: 0;
    z-index: 2;
    width: fit-content;
    margin-inline: auto;
  }

  header,
  glove-update-note,
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

  glove-update-note {
    display: block;
  }

  .brand {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    margin-inline: -0.375rem auto;
    padding-inline: 0.375rem;
    font-size: inherit;
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  button.brand {
    color: var(--glove-ink);
  }

  .brand img {
    width: 1.5rem;
    height: 1.5rem;
  }

  header > button {
    margin-inline-end: -0.5rem;
  }

  header > .all {
    display: grid;
    width: 2.25rem;
    margin-block: 0;
    margin-inline: -0.5rem 0.25rem;
    padding: 0;
    place-items: center;
  }

  .all svg {
    width: 1.25rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
  }

  :host(:dir(rtl)) .all svg {
    transform: scaleX(-1);
  }

  main {
    flex: 1;
    padding-bottom: 2rem;
  }

  main:focus {
    outline: none;
  }

  .welcome {
    padding-top: clamp(1rem, 4vh, 2.5rem);
  }

  .back {
    margin-top: 1.5rem;
  }

  .problem {
    margin-top: 1.5rem;
    padding: 0.75rem 1rem;
    border: 1px solid color-mix(in srgb, var(--glove-warn) 35%, transparent);
    border-radius: var(--glove-radius);
    font-size: 0.9375rem;
  }

  /* Room below the conversation. */
  glove-conversation-view + div .problem {
    margin-top: 0;
  }

  .problem .detail {
    margin-top: 0.25rem;
  }

  glove-live-cell {
    margin-top: 1.5rem;
  }

  glove-demo-list {
    margin-top: 2rem;
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
    gap: 0 0.75rem;
    padding-inline: 0.375rem;
  }

  .status[hidden],
  glove-composer[hidden] {
    display: none;
  }

  glove-engine-status,
  glove-session-bar {
    flex: none;
    max-width: 100%;
  }

  /* Below the state of Python if there is no room beside it. */
  @media (width < 45rem) {
    .status {
      flex-wrap: wrap;
    }

    glove-session-bar {
      order: 1;
      flex: 1 0 100%;
      margin-inline-start: -0.5rem;
    }
  }

  @media (width < 24rem) {
    header {
      font-size: 0.9375rem;
    }

    header button {
      padding-inline: 0.5rem;
    }

    /* The icon is enough. */
    .brand span {
      display: none;
    }

    .status {
      padding-inline: 0;
    }

    /* The menu shows the number, too. */
    .status .notes {
      display: none;
    }
  }

  .status .notes {
    min-height: 1.75rem;
    padding: 0 0.5rem;
    font-size: inherit;
  }

  .source {
    flex: 1 1 4rem;
    min-width: 0;
    text-align: end;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* A phone in landscape, or a zoom of 200 %: sticky parts leave too little room for the conversation. */
  @media (height < 32rem) {
    .top,
    .dock {
      position: static;
    }

    .dock::before {
      content: none;
    }

    /* A sheet over the whole page. */
    glove-tray {
      position: fixed;
      inset: 0;
      z-index: 3;
    }
  }

  @media print {
    :host {
      display: block;
    }

    .top,
    .dock,
    .skip,
    glove-drop-zone {
      display: none;
    }
  }
`;
