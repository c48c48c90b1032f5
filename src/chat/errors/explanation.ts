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

/** The key, model, server's address, question or provider that the user has to change. `demos`: nothing helps, but the demos still work. */
export const REMEDIES = ['key', 'model', 'address', 'provider', 'question', 'demos'] as const;
export type Remedy = (typeof REMEDIES)[number];

/** An error with its explanation: one of an earlier visit, of which nothing else was saved, or one of a server. */
export class ExplainedError extends GloveboxError {
  override readonly name = 'ExplainedError';
  readonly explanation: Explanation;

  constructor(explanation: Explanation, options?: ErrorOptions) {
    super(explanation.detail, options);
    this.explanation = explanation;
  }
}
