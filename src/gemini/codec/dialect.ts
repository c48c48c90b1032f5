import type { CodeFunctions } from './languages.ts';

/**
 * How a model says that it wants something run: by calling a function, or, where it cannot call functions, by writing the program into
 * its text, between lines of three backticks.
 */
export type Protocol = 'functions' | 'fences';

/** How programs and their results are put to a model. */
export interface Dialect {
  protocol: Protocol;
  functions: CodeFunctions;
  /** Whether calls have to be signed: what was not said as a call then has to go back as text. */
  signsCalls: boolean;
  /** Where pictures go that code made: into the function's response, beside all responses, or nowhere. */
  pictures: 'inside' | 'beside' | 'nowhere';
  /** Whether Google's own tools work beside our functions: then what they are asked and answer comes and goes with the contents. */
  circulates: boolean;
}
