/** How a row is measured, in the browser: our way and another way of doing the same, in turns. */

export type Unit = 'ms' | 'MB' | 'KB';

/**
 * What is aimed at: the most that ours is to be of the reference, in its unit the most that it is to be above it, or both of the reference and
 * in its unit.
 */
export type Target = { ratio: number; most?: number } | { above: number };

export interface Measured {
  name: string;
  unit: Unit;
  against: string;
  target?: Target;
  ours: number[];
  reference: number[];
}

/** The two ways of doing the same. Each gives what it took, without what it does to prepare itself. */
export interface Ways {
  ours: () => Promise<number>;
  reference: () => Promise<number>;
  close: () => Promise<void>;
}

export interface Row {
  name: string;
  /** What the reference is. */
  against: string;
  /** @default 'ms' */
  unit?: Unit;
  target?: Target;
  /** How often each way is measured. */
  times: number;
  /** Whether each time is to be in a page of its own, after one that is not measured. @default false */
  isApart?: boolean;
  open: () => Promise<Ways>;
}

/** Whether a row is among those that were asked for by name, or by how it begins; all are where none was. */
export function isChosen(name: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((each) => `${name}-`.startsWith(`${each}-`));
}

export async function measureRow({ name, against, unit = 'ms', target, times, open }: Row): Promise<Measured> {
  const measured: Measured = { name, against, unit, ours: [], reference: [], ...(target !== undefined && { target }) };
  const { ours, reference, close } = await open();
  // What is compiled or allocated the first time is not what is measured. A single time shows only that the row works.
  for (const warmUp of times > 1 ? [ours, reference] : []) await warmUp();
  for (let turn = 0; turn < times; turn += 1) {
    measured.ours.push(await ours());
    measured.reference.push(await reference());
  }
  await close();
  return measured;
}

export async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
