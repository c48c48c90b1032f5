import { classHighlighter, highlightCode } from '@lezer/highlight';
import { parser } from '@lezer/python';

/** A stretch of code in one colour. */
export interface Span {
  text: string;
  /** Class names such as `tok-keyword`, or the empty string. */
  classes: string;
}

export function highlightPython(code: string): Span[] {
  const spans: Span[] = [];
  const add = (text: string, classes: string) => spans.push({ text, classes });
  highlightCode(code, parser.parse(code), classHighlighter, add, () => add('\n', ''));
  return spans;
}
