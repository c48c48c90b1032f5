import type { TestProject } from 'vitest/node';
import { servePage } from '../../scripts/servePage.ts';
import { startTarballServer } from './package/tarballServer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built page is served, as a static host would. */
    page: string;
    /** The address that answers with the path of the packed package. */
    tarballServer: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await servePage();
  const tarballServer = await startTarballServer();
  project.provide('page', server.url);
  project.provide('tarballServer', tarballServer.url);
  return async () => {
    await server.close();
    await tarballServer.close();
  };
}
