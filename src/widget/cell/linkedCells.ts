import { InvalidOptionError } from '../../errors.ts';

/** What of a cell decides which other cells it shares its session with. */
export interface LinkedCell {
  readonly id: string;
  readonly session: string | undefined;
  /** Ids of cells, separated by spaces. */
  readonly dependsOn: string | undefined;
}

/**
 * Returns the session of a cell: its name, else the name that a cell has with which it is linked, else the first of these cells.
 *
 * @param cells all cells, in the order of the page
 */
export function sessionOf<Cell extends LinkedCell>(cell: Cell, cells: readonly Cell[]): string | Cell {
  if (cell.session !== undefined) return cell.session;
  const linked = new Set([cell]);
  // A set takes in what is added on the way.
  for (const each of linked) {
    const neighbours = cells.filter((other) => namesId(each, other) || namesId(other, each));
    for (const neighbour of neighbours) linked.add(neighbour);
  }
  const inOrder = cells.filter((each) => linked.has(each));
  return inOrder.find(({ session }) => session !== undefined)?.session ?? inOrder[0] ?? cell;
}

/** Returns the cells of a cell's session, in the order of the page. */
export function cellsOfSession<Cell extends LinkedCell>(cell: Cell, cells: readonly Cell[]): Cell[] {
  const session = sessionOf(cell, cells);
  return cells.filter((other) => sessionOf(other, cells) === session);
}

/**
 * Returns the cells that a cell depends on, in the order of its attribute.
 *
 * @throws InvalidOptionError if an id is that of no cell, or a cell depends on itself, directly or through others
 */
export function dependenciesOf<Cell extends LinkedCell>(cell: Cell, cells: readonly Cell[]): Cell[] {
  checkCircles([cell], cells);
  return directDependencies(cell, cells);
}

function checkCircles<Cell extends LinkedCell>(way: readonly Cell[], cells: readonly Cell[]): void {
  const last = way.at(-1);
  for (const next of last ? directDependencies(last, cells) : []) {
    if (!way.includes(next)) checkCircles([...way, next], cells);
    else throw new InvalidOptionError(`The cell "${next.id}" depends on itself: change the attribute \`depends-on\`.`);
  }
}

function directDependencies<Cell extends LinkedCell>(cell: Cell, cells: readonly Cell[]): Cell[] {
  return idsOf(cell).map((id) => {
    const found = cells.find((other) => other.id === id);
    if (found) return found;
    throw new InvalidOptionError(`The attribute \`depends-on\` takes ids of cells of the page, not "${id}".`);
  });
}

function namesId(cell: LinkedCell, { id }: LinkedCell): boolean {
  return id !== '' && idsOf(cell).includes(id);
}

function idsOf({ dependsOn = '' }: LinkedCell): string[] {
  return dependsOn.split(/\s+/).filter((id) => id !== '');
}
