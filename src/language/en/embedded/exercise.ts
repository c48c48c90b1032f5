import { defineWords } from '../../words.ts';

export const exercise = defineWords('exercise', {
  check: 'Check',
  startOver: 'Start over',
  hint: 'Hint',
  hints: 'Hints',
  hintNumber: 'Hint {number} of {count}',
  solution: 'Solution',
  showSolution: 'Show solution',
  hideSolution: 'Hide solution',
  solutionAfter: { one: 'Solution after {count} more attempt', other: 'Solution after {count} more attempts' },
  solved: 'Solved.',
  correctAtOnce: '{correct}, at the first attempt.',
  correctAfter: '{correct}, after {count} attempts.',
  correct: 'Correct',
  notYet: 'Not yet.',
  notYetDone: 'Not yet: {percent} % done.',
  notRight: 'This is not right yet.',
  timedOut: 'The check timed out. Does every loop of your code end?',
  hasToRun: 'Your code has to run to its end first.',
});
