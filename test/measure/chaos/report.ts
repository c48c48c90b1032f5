import type { Counts } from './session.ts';

/** What can go wrong with a page, from the smallest to the largest. */
export const FAULTS = ['worker', 'port', 'download', 'quota', 'freeze', 'frame'] as const;
export type Fault = (typeof FAULTS)[number];

export interface Plan {
  /** How many faults there are to be. */
  kills: number;
  /** Decides on each fault, when it comes, and what the session is doing then. */
  seed: number;
  /** Those to choose from. */
  faults: readonly Fault[];
  /** Of the mirror that engines and packages come from. */
  mirror: string;
  /** The folder of the engine, below that. */
  engine: string;
  /** Whether numpy, pandas and matplotlib are vendored with the engine. */
  hasRealPackages: boolean;
}

/** What came of the faults of one kind. */
export interface FaultCounts extends Counts {
  caused: number;
  /** What did not come to an end. */
  hung: number;
}

export interface Report extends Counts {
  kills: number;
  hung: number;
  faults: Partial<Record<Fault, FaultCounts>>;
  /** Faults by when they came, and by how. */
  moments: Record<string, number>;
  ways: Record<string, number>;
  /** Why sessions could not be captured, restored or kept, and how often. */
  refusals: Record<string, number>;
  /** What went wrong, each as a sentence. */
  failures: string[];
}

export function newReport(): Report {
  return {
    kills: 0,
    lostSilently: 0,
    lostAndNamed: 0,
    hung: 0,
    faults: {},
    moments: {},
    ways: {},
    refusals: {},
    failures: [],
  };
}

export function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
