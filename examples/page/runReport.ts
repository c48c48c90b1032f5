/** The message that the frame of an example sends to the page. */
export interface RunReport {
  state: 'running' | 'done' | 'failed';
  /** Height of the output, in pixels. */
  height: number;
}
