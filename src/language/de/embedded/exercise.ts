import type { Texts } from '../../texts.ts';

export const exercise: Texts['exercise'] = {
  check: 'Prüfen',
  startOver: 'Neu beginnen',
  hint: 'Hinweis',
  hints: 'Hinweise',
  hintNumber: 'Hinweis {number} von {count}',
  solution: 'Lösung',
  showSolution: 'Lösung anzeigen',
  hideSolution: 'Lösung ausblenden',
  solutionAfter: { one: 'Lösung nach {count} weiteren Versuch', other: 'Lösung nach {count} weiteren Versuchen' },
  solved: 'Gelöst.',
  correctAtOnce: '{correct}, beim ersten Versuch.',
  correctAfter: '{correct}, nach {count} Versuchen.',
  correct: 'Richtig',
  notYet: 'Noch nicht.',
  notYetDone: 'Noch nicht: {percent} % geschafft.',
  notRight: 'Das stimmt noch nicht.',
  timedOut: 'Zeitüberschreitung bei der Prüfung. Endet jede Schleife des Codes?',
  hasToRun: 'Der Code muss zuerst bis zum Ende laufen.',
};
