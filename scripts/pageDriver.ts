import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from 'playwright';
import type { AnswerEvent } from '../src/answer/events.ts';
import { LAUNCH_ARGUMENTS } from './findBrowser.ts';
import { ensureBrowser } from './installBrowser.ts';
import type { PartPrinter } from './partPrinter.ts';
import { servePageToDrive } from './servePage.ts';

/** Time limit for an answer, in ms. */
const ANSWER_TIMEOUT = 10 * 60_000;

/** How the page reaches the real API. Without a model, an API or an address, it uses its own defaults. */
export interface LiveAccess {
  apiKey: string;
  model: string | undefined;
  api?: string | undefined;
  /** A proxy to use instead of Google's API. */
  baseUrl: string | undefined;
}

/** Drives the page in a real browser. */
export class PageDriver {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /**
   * Builds the page, unless the variable GLOVEBOX_PAGE has the address of one, and opens it in a browser until `work` ends.
   *
   * @param options.query the query of the page's address, such as `?demo=primes`
   * @param options.questions the questions that will be asked, for the printer
   * @throws Error if there is no browser
   */
  static async use<Result>(
    { printer, questions, query }: { printer: PartPrinter; questions: readonly string[]; query: string },
    work: (page: PageDriver) => Promise<Result>,
  ): Promise<Result> {
    const { executablePath } = ensureBrowser();
    const server = await servePageToDrive();
    const browser = await chromium.launch({ executablePath, args: LAUNCH_ARGUMENTS });
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' });
      const page = await context.newPage();
      await listen(page, printer, [...questions]);
      await page.goto(server.url + query);
      return await work(new PageDriver(page));
    } finally {
      await browser.close();
      await server.close();
    }
  }

  /**
   * Fills in the page's settings, so that it asks the real API.
   *
   * @throws Error with the page's message if it refuses a setting
   */
  async connect({ apiKey, model, api, baseUrl }: LiveAccess): Promise<void> {
    const page = this.#page;
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('API key').fill(apiKey);
    if (model !== undefined) {
      await page.getByLabel('Model', { exact: true }).selectOption('Other…');
      await page.getByLabel('Other name').fill(model);
    }
    if (api !== undefined) await page.getByLabel('API', { exact: true }).selectOption(api);
    if (baseUrl !== undefined) await page.getByLabel('Address of a proxy').fill(baseUrl);
    await page.getByRole('button', { name: 'Save' }).click();
    const problem = page.locator('glove-settings-dialog').getByRole('alert');
    const closed = page.locator('glove-settings-dialog dialog:not([open])');
    await problem.or(closed).first().waitFor({ state: 'attached' });
    if (await problem.first().isVisible()) throw new Error(await problem.first().innerText());
  }

  /** @param files paths of files to attach */
  async ask(question: string, files: readonly string[] = []): Promise<void> {
    const page = this.#page;
    if (files.length > 0) await page.getByLabel('Attach files').setInputFiles(files);
    await page.getByRole('textbox', { name: 'Your question' }).fill(question);
    await page.keyboard.press('Enter');
  }

  /** Waits until the answer is complete. Gives the page's message if it failed. */
  async answered(): Promise<{ failure?: string }> {
    const page = this.#page;
    await page.waitForSelector('html[data-answer="done"], html[data-answer="failed"]', { timeout: ANSWER_TIMEOUT });
    if ((await page.getAttribute('html', 'data-answer')) === 'done') return {};
    return { failure: (await page.getByRole('alert').first().textContent()) ?? '' };
  }

  /** Gives the MIME types that the browser reports for files, in order; empty strings if it does not know them. */
  async typesOf(files: readonly string[]): Promise<string[]> {
    const page = await this.#page.context().newPage();
    await page.setContent('<input type="file" multiple>');
    const input = page.locator('input');
    await input.setInputFiles(files);
    const types = await input.evaluate((element) =>
      [...((element as HTMLInputElement).files ?? [])].map(({ type }) => type),
    );
    await page.close();
    return types;
  }

  async screenshot(file: string): Promise<void> {
    mkdirSync(path.dirname(file), { recursive: true });
    await this.#page.screenshot({ path: file, fullPage: true });
  }
}

/** The page dispatches an event on its document for each event of an answer. */
async function listen(page: Page, printer: PartPrinter, questions: string[]): Promise<void> {
  await page.exposeFunction('printPart', (event: AnswerEvent) => {
    if (event.type === 'turn-start') printer.question(questions.shift() ?? '');
    printer.print(event);
  });
  await page.addInitScript(() => {
    const { printPart } = globalThis as unknown as { printPart: (event: unknown) => void };
    document.addEventListener('glove-answer', (event) => printPart((event as Event & { answer: unknown }).answer));
  });
}
