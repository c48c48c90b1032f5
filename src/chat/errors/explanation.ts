import { GloveboxError } from '../../errors.ts';

/** An error in the reader's words: what happened, what to do, and the words of whoever raised it. */
export interface Explanation {
  title: string;
  advice: string;
  detail: string;
  /** Whether the settings are the place to put it right. */
  settings: boolean;
  /** Whether there is no network. */
  offline?: boolean;
  /** What has to change before the same request can succeed. Without it, trying again may help. */
  remedy?: Remedy;
}

/** What the user changes: the key, the model, the address of the proxy, the question; `demos`: nothing helps but something else. */
export const REMEDIES = ['key', 'model', 'address', 'question', 'demos'] as const;
export type Remedy = (typeof REMEDIES)[number];

/** An error of an earlier visit, of which there is only what the reader was told. */
export class ExplainedError extends GloveboxError {
  override readonly name = 'ExplainedError';
  readonly explanation: Explanation;

  constructor(explanation: Explanation) {
    super(explanation.detail);
    this.explanation = explanation;
  }
}
