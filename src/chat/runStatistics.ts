import { isCode, type Turn } from './transcript.ts';

/** Counts how the runs of a conversation ended. Runs without a result do not count. */
export interface RunStatistics {
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  /** How long each run in this browser took, in ms. Runs on Google's servers have no duration. */
  readonly durations: readonly number[];
}

const NONE: RunStatistics = { succeeded: 0, failed: 0, timedOut: 0, durations: [] };
const FIELDS = { OUTCOME_OK: 'succeeded', OUTCOME_FAILED: 'failed', OUTCOME_DEADLINE_EXCEEDED: 'timedOut' } as const;

export function statisticsOf(turns: readonly Turn[]): RunStatistics {
  const runs = turns.flatMap(({ entries }) => entries.filter(isCode)).map(({ run }) => run);
  return addUp(
    runs.flatMap((run): RunStatistics[] => {
      if (run.state !== 'ended') return [];
      const durations = run.durationMs === undefined ? [] : [run.durationMs];
      return [{ ...NONE, [FIELDS[run.outcome]]: 1, durations }];
    }),
  );
}

export function addUp(all: readonly RunStatistics[]): RunStatistics {
  return {
    succeeded: all.reduce((sum, { succeeded }) => sum + succeeded, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    timedOut: all.reduce((sum, { timedOut }) => sum + timedOut, 0),
    durations: all.flatMap(({ durations }) => durations),
  };
}

export function countRuns({ succeeded, failed, timedOut }: RunStatistics): number {
  return succeeded + failed + timedOut;
}

/**
 * Returns a percentile of durations: `part` is 0.5 for the median, 0.95 for the 95th percentile.
 *
 * @see https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method
 */
export function percentile(durations: readonly number[], part: number): number | undefined {
  const sorted = durations.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
}
