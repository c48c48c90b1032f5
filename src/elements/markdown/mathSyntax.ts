import type { TokenizerAndRendererExtension, Tokens } from 'marked';

/** LaTeX in a text. */
export interface MathToken extends Tokens.Generic {
  latex: string;
  isBlock: boolean;
}

export type RenderMath = (latex: string, isBlock: boolean) => string | undefined;

/**
 * The delimiters of LaTeX. A single dollar sign opens only if no space follows. It closes only if no space precedes and no digit follows,
 * so that prices stay prices.
 *
 * @see https://pandoc.org/MANUAL.html#extension-tex_math_dollars
 */
const INLINE = [
  { pattern: /^\$\$([^$]{1,2000}?)\$\$/, isBlock: true },
  { pattern: /^\$(?![\s$])((?:\\.|[^\\$\n]){0,500}?(?:\\.|[^\\$\s]))\$(?!\d)/, isBlock: false },
  { pattern: /^\\\(([\s\S]{1,2000}?)\\\)/, isBlock: false },
  { pattern: /^\\\[([\s\S]{1,2000}?)\\\]/, isBlock: true },
];
const BLOCK = [
  { pattern: /^ {0,3}\$\$([^$]{1,4000}?)\$\$[ \t]*(?:\n|$)/, isBlock: true },
  { pattern: /^ {0,3}\\\[([\s\S]{1,4000}?)\\\][ \t]*(?:\n|$)/, isBlock: true },
];
const ANYWHERE = [
  /\$\$[^$]+\$\$/,
  /\$(?![\s$])[^$\n]{0,500}[^$\s]\$(?!\d)/,
  /\\\([\s\S]{1,2000}?\\\)/,
  /\\\[[\s\S]{1,4000}?\\\]/,
];

/** Whether a text may contain LaTeX. */
export function mayHaveMath(text: string): boolean {
  return ANYWHERE.some((pattern) => pattern.test(text));
}

/**
 * Returns parser extensions for LaTeX.
 *
 * @param render returns its HTML
 */
export function mathExtensions(render: (token: MathToken) => string): TokenizerAndRendererExtension[] {
  const renderer = (token: Tokens.Generic) => render(token as MathToken);
  return [
    {
      name: 'math',
      level: 'inline',
      start: (source) => findStart(source, /\$|\\[([]/),
      tokenizer: (source) => read(source, 'math', INLINE),
      renderer,
    },
    {
      name: 'mathBlock',
      level: 'block',
      start: (source) => {
        // Searches only the current paragraph: searching all of the text for each one would take too long.
        const found = /\n(?: {0,3}(\$\$|\\\[)|[ \t]*(?:\n|$))/.exec(source);
        return found?.[1] === undefined ? undefined : found.index;
      },
      tokenizer: (source) => read(source, 'mathBlock', BLOCK),
      renderer,
    },
  ];
}

function findStart(source: string, pattern: RegExp): number | undefined {
  const index = source.search(pattern);
  return index < 0 ? undefined : index;
}

function read(source: string, type: string, rules: typeof INLINE): MathToken | undefined {
  for (const { pattern, isBlock } of rules) {
    const [raw, latex] = pattern.exec(source) ?? [];
    if (raw !== undefined && latex !== undefined) return { type, raw, latex: latex.trim(), isBlock };
  }
  return undefined;
}
