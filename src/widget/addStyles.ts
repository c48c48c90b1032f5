import type { CSSResult } from 'lit';

/** Adds the styles of code that is loaded later to an element's shadow tree. Does nothing if they are there. */
export function addStyles({ shadowRoot }: Element, { styleSheet }: CSSResult): void {
  const sheets = shadowRoot?.adoptedStyleSheets;
  if (styleSheet && sheets && !sheets.includes(styleSheet)) sheets.push(styleSheet);
}
