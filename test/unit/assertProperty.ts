import fc from 'fast-check';

/** The examples are the same each time; another seed in the environment tries others. A failure prints the seed and the way to it. */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 1) });

/** @param numRuns so many that a test takes a few seconds at most */
export async function assertProperty<Values extends [unknown, ...unknown[]]>(
  property: fc.IRawProperty<Values>,
  numRuns: number,
): Promise<void> {
  await fc.assert(property, { numRuns: Number(process.env.PROPERTY_RUNS ?? numRuns) });
}
