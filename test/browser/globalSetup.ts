import type { TestProject } from 'vitest/node';
import { startFakeGemini } from '../fakes/gemini/server.ts';
import { startListener } from '../fakes/listener.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the strict fake of the Gemini API listens. */
    fakeGemini: string;
    /** Where a server listens for whatever gets out of the sandbox. */
    listener: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const fakeGemini = await startFakeGemini();
  const listener = await startListener();
  project.provide('fakeGemini', fakeGemini.origin);
  project.provide('listener', listener.origin);
  return async () => {
    await fakeGemini.close();
    await listener.close();
  };
}
