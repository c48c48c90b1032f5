import { css } from 'lit';

/** The class names are those of `@lezer/highlight`'s classHighlighter. */
export const codeColours = css`
  .tok-keyword,
  .tok-bool {
    color: var(--glove-keyword);
  }

  .tok-string,
  .tok-string2 {
    color: var(--glove-string);
  }

  .tok-number {
    color: var(--glove-number);
  }

  .tok-definition,
  .tok-className {
    color: var(--glove-name);
  }

  .tok-comment {
    color: var(--glove-comment);
    font-style: italic;
  }
`;
