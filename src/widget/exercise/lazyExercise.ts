/** The code of exercises, which other cells don't load. */

export { Exercise } from './exercise.ts';
export { renderCheck, renderExercise, renderHelp } from './exerciseView.ts';
