import { css } from 'lit';

/** Draws the line numbers of an element that has them in `data-lines`. */
export const lineNumberStyles = css`
  [data-lines]::before {
    flex: none;
    padding: 0 0.75rem 0 1rem;
    color: var(--glove-comment);
    content: attr(data-lines) / '';
    text-align: end;
    white-space: pre;
  }
`;

/** The line numbers of code, one per line, for generated content: they are not selected, copied or read out. */
export function lineNumbers(code: string): string {
  const lines = code.replace(/\n$/, '').split('\n').length;
  return Array.from({ length: lines }, (_, index) => index + 1).join('\n');
}
