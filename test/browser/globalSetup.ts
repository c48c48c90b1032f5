import type { TestProject } from 'vitest/node';
import { startListener } from '../support/exfiltrationListener.ts';
import { startFakeGemini } from '../support/geminiFake/server.ts';
import { type RealPackages, startMirror } from '../support/packageServer/mirror.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether the page is meant to be cross-origin isolated. */
    isolated: boolean;
    /** Whether Python runs as in a browser that cannot suspend WebAssembly, whatever this one can. */
    hidesJspi: boolean;
    /** Where the strict fake of the Gemini API listens. */
    fakeGemini: string;
    /** Where a server listens for whatever gets out of the sandbox. */
    listener: string;
    /** Where a mirror of packages listens, whether it has a native one, which takes a compiler, and whether it has real ones. */
    mirror: { origin: string; hasNative: boolean; hasRealWheels: boolean; realPackages: RealPackages[] };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const fakeGemini = await startFakeGemini();
  const listener = await startListener();
  const mirror = await startMirror();
  project.provide('fakeGemini', fakeGemini.origin);
  project.provide('listener', listener.origin);
  project.provide('mirror', {
    origin: mirror.origin,
    hasNative: mirror.hasNative,
    hasRealWheels: mirror.hasRealWheels,
    realPackages: mirror.realPackages,
  });
  return async () => {
    await fakeGemini.close();
    await listener.close();
    await mirror.close();
  };
}
