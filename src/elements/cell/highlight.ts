import { classHighlighter, highlightCode } from '@lezer/highlight';
import type { CodeLanguage } from '../../answer/codec/languages.ts';

/** Code in one colour. */
export interface Span {
  text: string;
  /** Class names such as `tok-keyword`, or the empty string. */
  classes: string;
}

export type Highlighter = (code: string) => Span[];

export async function loadHighlighter(language: CodeLanguage): Promise<Highlighter> {
  const { parser } = await (language === 'PYTHON' ? import('@lezer/python') : import('@lezer/javascript'));
  return (code) => {
    const spans: Span[] = [];
    const add = (text: string, classes: string) => spans.push({ text, classes });
    highlightCode(code, parser.parse(code), classHighlighter, add, () => add('\n', ''));
    return spans;
  };
}
