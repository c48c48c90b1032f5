/** What is measured, in the browser. */
import { crowdRows } from './crowdRows.ts';
import { hopRow } from './hopRow.ts';
import { interpreterRows, type RealPackages } from './interpreterRows.ts';
import { isChosen, type Measured, measureRow } from './measure.ts';
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

export async function measure({ only, times, packages }: Choice): Promise<Measured[]> {
  const rows = [
    ...interpreterRows(packages),
    ...runRows(),
    ...transferRows(),
    hopRow(),
    ...stateRows(),
    ...crowdRows(),
  ];
  const chosen = rows.filter(({ name }) => isChosen(name, only));
  const measured: Measured[] = [];
  for (const row of chosen) measured.push(await measureRow({ ...row, times: times ?? row.times }));
  return measured;
}
