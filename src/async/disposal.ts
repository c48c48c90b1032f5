/**
 * What `using` and `await using` look for. A browser without them (Safari) has no such symbols either, and there the compiled form of both
 * looks for these.
 *
 * @see https://github.com/tc39/proposal-explicit-resource-management
 */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
export const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
