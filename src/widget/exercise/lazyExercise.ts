/** The code of exercises, which other cells don't load. */
import { addStyles } from '../addStyles.ts';
import { exerciseStyles } from './exerciseStyles.ts';

export { Exercise } from './exercise.ts';
export { renderCheck, renderExercise, renderHelp } from './exerciseView.ts';

export function addExerciseStyles(cell: Element): void {
  addStyles(cell, exerciseStyles);
}
