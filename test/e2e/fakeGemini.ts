import type { Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import type { Script } from '../support/geminiFake/script/script.ts';
import { type FakeGemini, startFakeGemini } from '../support/geminiFake/server.ts';

/** The addresses of the real API. */
export const GOOGLE = 'https://generativelanguage.googleapis.com/**';

export interface FileFake extends Pick<FakeGemini, 'addScript' | 'origin'> {
  /** Has the fake say these turns, each given by its parts. @returns the address of its API */
  plays(...turns: object[][]): string;
}

/** Starts a fake of the Gemini API for the tests of a file. Use it in tests and hooks alone. */
export function fakeGemini(): FileFake {
  let started: FakeGemini;
  beforeAll(async () => {
    started = await startFakeGemini();
  });
  afterAll(() => started.close());
  return {
    addScript: (script) => started.addScript(script),
    plays: (...turns) => started.addScript({ turns: turns.map((parts) => ({ parts })) } as Script).baseUrl,
    get origin() {
      return started.origin;
    },
  };
}

/** Has the fake answer what a page asks of Google's own address. */
export async function answerAsGoogle(page: Page, baseUrl: string): Promise<void> {
  await page.route(GOOGLE, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: `${baseUrl}${pathname}${search}` }) });
  });
}
