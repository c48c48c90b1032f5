import { css } from 'lit';

/** Terminal colours, plain and bright, that are readable in light and dark mode. */
export const ansiColours = css`
  [class*='-black'],
  .dim {
    color: var(--glove-ink-soft);
  }

  [class*='-red'] {
    color: var(--glove-bad);
  }

  [class*='-green'] {
    color: var(--glove-good);
  }

  [class*='-yellow'] {
    color: var(--glove-warn);
  }

  [class*='-blue'] {
    color: var(--glove-name);
  }

  [class*='-magenta'] {
    color: var(--glove-keyword);
  }

  [class*='-cyan'] {
    color: var(--glove-accent);
  }

  [class*='-white'] {
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
