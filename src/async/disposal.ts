/**
 * The symbols that `using` and `await using` look for. Safari has neither; there, the compiled form of both looks for these.
 *
 * @see https://github.com/tc39/proposal-explicit-resource-management
 */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
export const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
