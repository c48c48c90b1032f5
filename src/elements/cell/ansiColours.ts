import { css } from 'lit';

/** Terminal colours that are readable in light and dark mode. */
export const ansiColours = css`
  .ansi-black,
  .ansi-bright-black,
  .dim {
    color: var(--glove-ink-soft);
  }

  .ansi-red,
  .ansi-bright-red {
    color: var(--glove-bad);
  }

  .ansi-green,
  .ansi-bright-green {
    color: var(--glove-good);
  }

  .ansi-yellow,
  .ansi-bright-yellow {
    color: var(--glove-warn);
  }

  .ansi-blue,
  .ansi-bright-blue {
    color: var(--glove-name);
  }

  .ansi-magenta,
  .ansi-bright-magenta {
    color: var(--glove-keyword);
  }

  .ansi-cyan,
  .ansi-bright-cyan {
    color: var(--glove-accent);
  }

  .ansi-white,
  .ansi-bright-white {
    color: var(--glove-ink);
  }

  .bold {
    font-weight: 700;
  }

  .italic {
    font-style: italic;
  }

  .underline {
    text-decoration: underline;
  }

  .strikethrough {
    text-decoration: line-through;
  }
`;
