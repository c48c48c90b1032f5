/** What the frame of a run tells the page around it. */
export interface RunReport {
  state: 'running' | 'done' | 'failed';
  /** Pixels that the output takes. */
  height: number;
}
