import type { Page } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../support/geminiFake/server.ts';

/** The addresses of the real API. */
export const GOOGLE = 'https://generativelanguage.googleapis.com/**';

/** Starts a fake of the Gemini API for the tests of a file. Use it in tests and hooks alone. */
export function fakeGemini(): Pick<FakeGemini, 'addScript' | 'origin'> {
  let started: FakeGemini;
  beforeAll(async () => {
    started = await startFakeGemini();
  });
  afterAll(() => started.close());
  return {
    addScript: (script) => started.addScript(script),
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
