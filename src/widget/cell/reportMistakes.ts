import { type PartName, partsOf, SHOWN_HINT } from './cellContent.ts';

const PARTS: readonly string[] = ['setup', 'check', 'hint', SHOWN_HINT, 'solution'] satisfies PartName[];

/** What of a cell its author can get wrong without an error. */
interface WrittenCell extends HTMLElement {
  readonly persist: boolean;
  readonly solutionAfter: number;
}

/** Tells the author in the console of what has no effect. */
export function reportMistakes(cell: WrittenCell): void {
  for (const mistake of mistakesIn(cell)) console.warn(`${nameOf(cell)} ${mistake}`);
}

function mistakesIn(cell: WrittenCell): string[] {
  const unknown = [...cell.children].filter(({ slot }) => slot !== '' && !PARTS.includes(slot));
  return [
    ...unknown.map(
      ({ slot }) =>
        `has a part with slot="${slot}", which does nothing: its parts are setup, check, hint and solution.`,
    ),
    ...(cell.persist && cell.id === '' ? ['has `persist`, but no `id`: nothing is stored.'] : []),
    ...(Number.isNaN(cell.solutionAfter) ? ['has a `solution-after` that is no number.'] : []),
    ...(cell.solutionAfter > 0 && partsOf(cell, 'check').length === 0
      ? ['has `solution-after`, but no check: the solution is never shown.']
      : []),
  ];
}

function nameOf({ id }: WrittenCell): string {
  return id === '' ? 'A <glove-cell>' : `<glove-cell id="${id}">`;
}
