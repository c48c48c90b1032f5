import { css } from 'lit';

/** The numbers of code's lines, before an element that has them in `data-lines`. */
export const codeNumbers = css`
  [data-lines]::before {
    flex: none;
    padding: 0 0.75rem 0 1rem;
    color: var(--glove-comment);
    content: attr(data-lines) / '';
    text-align: end;
    white-space: pre;
  }
`;
