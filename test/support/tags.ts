import type { TestTagDefinition } from 'vitest/config';

/** @see https://vitest.dev/guide/test-tags */
export const TAGS: TestTagDefinition[] = [
  {
    name: 'long',
    description: 'Takes many seconds of a small machine. `npm test` leaves it out, and `npm run test:all` does not.',
  },
];
