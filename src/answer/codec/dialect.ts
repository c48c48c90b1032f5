import type { CodeFunctions } from './codeFunctions.ts';
import type { Protocol } from './protocol.ts';

/** How programs and their results are written for a model. */
export interface Dialect {
  protocol: Protocol;
  functions: CodeFunctions;
  /** Whether the model requires signed calls. Calls without a signature of their own get a placeholder. */
  signsCalls: boolean;
  /** Where the pictures that code made go: inside the function's response, beside all responses, or nowhere. */
  pictures: 'inside' | 'beside' | 'nowhere';
  /** Whether Google's own tools work beside our functions. Their calls and responses are then part of the contents. */
  circulates: boolean;
}
