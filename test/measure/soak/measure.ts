import type { CDPSession, Page } from 'playwright';
import { processMemory } from '../../support/processMemory.ts';
import type { Rounds } from './rounds.ts';

/** What a page and its sandboxes take. */
export interface Footprint {
  /** Of JavaScript, in the page and in the frame's thread, in bytes. */
  heap: number;
  documents: number;
  nodes: number;
  listeners: number;
  frames: number;
  workers: number;
  /** Python's memory, in bytes. */
  wasm: number;
  /** Python's objects that its garbage collector knows. */
  objects: number;
  /** Objects of JavaScript that Python holds. */
  handles: number;
  /** All memory of the browser's processes that run pages, in bytes, where the machine tells. */
  processes: number | undefined;
}

/** By how much each may be more than after the warm-up: a part of it, or an amount. */
export const TOLERANCE: { [Name in keyof Footprint]: { part: number; amount: number } } = {
  heap: { part: 0.1, amount: 2 * 1024 ** 2 },
  documents: { part: 0, amount: 0 },
  nodes: { part: 0, amount: 20 },
  listeners: { part: 0, amount: 20 },
  frames: { part: 0, amount: 0 },
  workers: { part: 0, amount: 1 },
  wasm: { part: 0.1, amount: 2 * 1024 ** 2 },
  // Lines of a thousand runs are remembered, in two objects each; and each interpreter that takes over leaves some twenty objects behind,
  // which JavaScript held in the one before it.
  objects: { part: 0.2, amount: 2_500 },
  handles: { part: 0.05, amount: 20 },
  processes: { part: 0.2, amount: 100 * 1024 ** 2 },
};

/** What grew by more than its tolerance. */
export function growth(before: Footprint, after: Footprint): (keyof Footprint)[] {
  const names = Object.keys(TOLERANCE) as (keyof Footprint)[];
  return names.filter((name) => {
    const { part, amount } = TOLERANCE[name];
    const [start, end] = [before[name], after[name]];
    return start !== undefined && end !== undefined && !(end <= start + Math.max(start * part, amount));
  });
}

export async function measure(page: Page, runs: { evaluate: () => ReturnType<Rounds['count']> }): Promise<Footprint> {
  const counts = await runs.evaluate();
  const sessions = await sessionsOf(page);
  const footprint = { heap: 0, documents: 0, nodes: 0, listeners: 0 };
  for (const session of sessions) {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const counters = await session.send('Memory.getDOMCounters');
    footprint.heap += usedSize;
    footprint.documents += counters.documents;
    footprint.nodes += counters.nodes;
    footprint.listeners += counters.jsEventListeners;
    await session.detach();
  }
  return { ...footprint, ...counts, workers: page.workers().length, processes: await processMemory(page) };
}

/** The page's own, and those of its frames that the browser runs in processes of their own. */
async function sessionsOf(page: Page): Promise<CDPSession[]> {
  const context = page.context();
  const ofFrames = page.frames().slice(1);
  const apart = await Promise.all(ofFrames.map((frame) => context.newCDPSession(frame).catch(() => undefined)));
  return [await context.newCDPSession(page), ...apart.filter((session) => session !== undefined)];
}
