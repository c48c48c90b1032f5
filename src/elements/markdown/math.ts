import katex from 'katex';

/**
 * Turns LaTeX into MathML, which browsers draw with the fonts that they have, and screen readers can read.
 *
 * @returns nothing where it is no LaTeX that is known
 */
export function renderMath(latex: string, isBlock: boolean): string | undefined {
  try {
    return katex.renderToString(latex, {
      output: 'mathml',
      displayMode: isBlock,
      // Nothing that leads elsewhere or brings a style of its own, and nothing that grows without end.
      trust: false,
      maxExpand: 1000,
      maxSize: 20,
      strict: 'ignore',
    });
  } catch {
    return undefined;
  }
}
