/** The code of exercises, which other cells don't load. */
export { addStyles } from '../addStyles.ts';
export { Exercise } from './exercise.ts';
export { exerciseStyles } from './exerciseStyles.ts';
export { renderCheck, renderExercise, renderHelp } from './exerciseView.ts';
