import { GloveboxError } from '../../errors.ts';

/** An error for the user: what happened, what to do, and the original message. */
export interface Explanation {
  title: string;
  advice: string;
  detail: string;
  /** Whether a change of settings can help. */
  settings?: boolean;
  offline?: boolean;
  /** The change without which the same request fails again. Without a remedy, retrying may help. */
  remedy?: Remedy;
}

/** The key, model, proxy's address or question that the user has to change. `demos`: nothing helps, but the demos still work. */
export const REMEDIES = ['key', 'model', 'address', 'question', 'demos'] as const;
export type Remedy = (typeof REMEDIES)[number];

/** An error of an earlier visit. Only its explanation was saved. */
export class ExplainedError extends GloveboxError {
  override readonly name = 'ExplainedError';
  readonly explanation: Explanation;

  constructor(explanation: Explanation) {
    super(explanation.detail);
    this.explanation = explanation;
  }
}
