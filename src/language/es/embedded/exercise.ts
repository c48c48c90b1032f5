import type { Texts } from '../../texts.ts';

export const exercise: Texts['exercise'] = {
  check: 'Comprobar',
  startOver: 'Empezar de nuevo',
  hint: 'Pista',
  hints: 'Pistas',
  hintNumber: 'Pista {number} de {count}',
  solution: 'Solución',
  showSolution: 'Mostrar la solución',
  hideSolution: 'Ocultar la solución',
  solutionAfter: { one: 'Solución tras {count} intento más', other: 'Solución tras {count} intentos más' },
  solved: 'Resuelto.',
  correctAtOnce: '{correct}, al primer intento.',
  correctAfter: '{correct}, tras {count} intentos.',
  correct: 'Correcto',
  notYet: 'Todavía no.',
  notYetDone: 'Todavía no: {percent} % hecho.',
  notRight: 'Esto todavía no es correcto.',
  timedOut: 'Se agotó el tiempo de la comprobación. ¿Terminan todos los bucles del código?',
  hasToRun: 'El código tiene que ejecutarse primero hasta el final.',
};
