/** What is measured, in the browser. */

import { chartRows } from './chartRows.ts';
import { interpreterRows } from './interpreterRows.ts';
import type { KernelPlace } from './kernel.ts';
import { kernelRows } from './kernelRows.ts';
import { crowdRows } from './manySandboxes.ts';
import { isChosen, type Measured, measureRow, type Row } from './measure.ts';
import { packageRows, type RealPackages } from './packageRows.ts';
import { hopRows } from './roundTrip.ts';
import { runRows } from './runRows.ts';
import { stateRows } from './stateRows.ts';
import { storeRows } from './storeRows.ts';
import { toolRows } from './toolRows.ts';
import { transferRows } from './transferRows.ts';

export interface Choice {
  /** Names of rows, or how they begin, as `checkpoint` for `checkpoint-30`; all where it is empty. */
  only: string[];
  /** How often each way is measured, where that is to be less than it takes for numbers that mean something. */
  times: number | undefined;
  /** Real packages, where the machine has them. */
  packages: RealPackages | undefined;
  /** The kernel of JupyterLite, where the machine has it. */
  kernel: KernelPlace | undefined;
}

/** A row that was chosen. */
export interface Chosen {
  name: string;
  /** The pages in which it is measured once each, if not all is measured in one. */
  pages: number | undefined;
}

export function chosenRows(choice: Choice): Chosen[] {
  return allRows(choice)
    .filter(({ name }) => isChosen(name, choice.only))
    .map(({ name, times, isApart }) => ({ name, pages: isApart ? (choice.times ?? times) : undefined }));
}

/** @param name of a row that {@link chosenRows} gave */
export async function measure(name: string, choice: Choice): Promise<Measured> {
  const row = allRows(choice).find((each) => each.name === name);
  if (!row) throw new RangeError(`There is no row ${name}.`);
  return measureRow({ ...row, times: choice.times ?? row.times });
}

function allRows({ packages, kernel }: Choice): Row[] {
  return [
    ...(packages ? packageRows(packages) : []),
    ...interpreterRows(),
    ...runRows(),
    ...chartRows(),
    ...transferRows(),
    ...toolRows(),
    ...hopRows(),
    ...stateRows(),
    ...storeRows(),
    ...crowdRows(),
    ...(kernel ? kernelRows(kernel) : []),
  ];
}
