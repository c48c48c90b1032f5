/** The code of exercises, which other cells don't load. */
import { exerciseStyles } from './exerciseStyles.ts';

export { Exercise } from './exercise.ts';
export { renderCheck, renderExercise, renderHelp } from './exerciseView.ts';

/** Adds the styles of exercises to a cell. */
export function addStyles({ shadowRoot }: Element): void {
  const { styleSheet } = exerciseStyles;
  const sheets = shadowRoot?.adoptedStyleSheets;
  if (styleSheet && sheets && !sheets.includes(styleSheet)) sheets.push(styleSheet);
}
