/** `npm run test:applications`: the applications and sites with frameworks that this repository does not depend on. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['test/applications/*.test.ts'],
    globalSetup: 'test/applications/globalSetup.ts',
    // An installation and a build at a time: each uses all of a small machine.
    fileParallelism: false,
    // Time of registries and builds: the limits are there to end what hangs.
    testTimeout: 600_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
