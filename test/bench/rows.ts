/** What is measured, in the browser. */
import { crowdRows } from './crowdRows.ts';
import { hopRow } from './hopRow.ts';
import { interpreterRows, type RealPackages } from './interpreterRows.ts';
import { isChosen, type Measured, measureRow, type Row } from './measure.ts';
import { runRows } from './runRows.ts';
import { stateRows } from './stateRows.ts';
import { transferRows } from './transferRows.ts';

export interface Choice {
  /** Names of rows, or how they begin, as `checkpoint` for `checkpoint-30`; all where it is empty. */
  only: string[];
  /** How often each way is measured, where that is to be less than it takes for numbers that mean something. */
  times: number | undefined;
  /** numpy and Pillow, where the machine has them. */
  packages: RealPackages | undefined;
}

/** The names of the rows that were chosen. */
export function chosenRows({ only, packages }: Choice): string[] {
  return allRows(packages)
    .map(({ name }) => name)
    .filter((name) => isChosen(name, only));
}

/** @param name of a row that {@link chosenRows} gave */
export async function measure(name: string, { times, packages }: Choice): Promise<Measured> {
  const row = allRows(packages).find((each) => each.name === name);
  if (!row) throw new RangeError(`There is no row ${name}.`);
  return measureRow({ ...row, times: times ?? row.times });
}

function allRows(packages: RealPackages | undefined): Row[] {
  return [...interpreterRows(packages), ...runRows(), ...transferRows(), hopRow(), ...stateRows(), ...crowdRows()];
}
