import type { TestProject } from 'vitest/node';
import { startFakeAnthropic } from '../support/anthropicFake/server.ts';
import { startListener } from '../support/exfiltrationListener.ts';
import { startFakeGemini } from '../support/geminiFake/server.ts';
import { startFakeOpenAI } from '../support/openaiFake/server.ts';
import { startOtherSite } from '../support/otherSite.ts';
import { type RealPackages, startMirror } from '../support/packageServer/mirror.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether the page is meant to be cross-origin isolated. */
    isolated: boolean;
    /** Whether Python runs as in a browser that cannot suspend WebAssembly, whatever this one can. */
    hidesJspi: boolean;
    /** Where the strict fake of the Gemini API listens. */
    fakeGemini: string;
    /** Where the strict fake of OpenAI's API listens. */
    fakeOpenAI: string;
    /** Where the one of Anthropic's API listens. */
    fakeAnthropic: string;
    /** Where a server listens for whatever gets out of the sandbox. */
    listener: string;
    /** A site of another origin, which allows requests. */
    otherSite: string;
    /** Where a mirror of packages listens, whether it has a native one, which takes a compiler, and whether it has real ones. */
    mirror: {
      origin: string;
      hasNative: boolean;
      realPackages: RealPackages[];
      systemPackages: RealPackages;
    };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const fakeGemini = await startFakeGemini();
  const fakeOpenAI = await startFakeOpenAI();
  const fakeAnthropic = await startFakeAnthropic();
  const listener = await startListener();
  const otherSite = await startOtherSite();
  const mirror = await startMirror();
  project.provide('fakeGemini', fakeGemini.origin);
  project.provide('fakeOpenAI', fakeOpenAI.origin);
  project.provide('fakeAnthropic', fakeAnthropic.origin);
  project.provide('listener', listener.origin);
  project.provide('otherSite', otherSite.origin);
  project.provide('mirror', {
    origin: mirror.origin,
    hasNative: mirror.hasNative,
    realPackages: mirror.realPackages,
    systemPackages: mirror.systemPackages,
  });
  return async () => {
    await fakeGemini.close();
    await fakeOpenAI.close();
    await fakeAnthropic.close();
    await listener.close();
    await otherSite.close();
    await mirror.close();
  };
}
