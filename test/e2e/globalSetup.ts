import type { TestProject } from 'vitest/node';
import { servePage } from '../../src/cli/servePage.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built page is served, as a static host would. */
    page: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await servePage();
  project.provide('page', server.url);
  return server.close;
}
