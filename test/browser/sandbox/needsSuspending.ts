import type { TestContext } from 'vitest';

/** Leaves a test out in a browser whose Python cannot wait for the page (JSPI). What is there instead has tests in `withoutJspi.test.ts`. */
export function needsSuspending({ skip }: TestContext): void {
  skip(!('Suspending' in WebAssembly), 'this browser cannot suspend WebAssembly (JSPI)');
}
