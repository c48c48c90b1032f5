import katex from 'katex';

/**
 * Renders LaTeX as MathML, which browsers draw with their own fonts, and screen readers can read.
 *
 * @returns `undefined` for unknown LaTeX
 */
export function renderMath(latex: string, isBlock: boolean): string | undefined {
  try {
    return katex.renderToString(latex, {
      output: 'mathml',
      displayMode: isBlock,
      // No links and styles, and no endless expansion.
      trust: false,
      maxExpand: 1000,
      maxSize: 20,
      strict: 'ignore',
    });
  } catch {
    return undefined;
  }
}
