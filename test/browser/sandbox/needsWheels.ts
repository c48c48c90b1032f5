import type { TestContext } from 'vitest';
import type { RealPackages } from '../../support/packageServer/mirror.ts';

/** Leaves a test out if an engine has no real wheels of packages that the test needs. */
export function needsWheels(
  { skip }: Pick<TestContext, 'skip'>,
  needed: readonly string[],
  { names, python }: RealPackages,
): void {
  const missing = needed.filter((name) => !names.includes(name));
  skip(missing.length > 0, `GLOVEBOX_WHEELS names no folder with ${missing.join(', ')} for Python ${python}`);
}
