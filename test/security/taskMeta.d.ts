import type { Verdict } from './probe.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What came of a probe, for the table. */
    probe?: {
      family: string;
      name: string;
      title: string;
      tries: string;
      must: string;
      /** Whether it was heard from a worker that is not sealed. */
      control: boolean;
      verdicts: [way: string, verdict: Verdict][];
    };
  }
}
