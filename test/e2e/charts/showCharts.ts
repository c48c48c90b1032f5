/** Charts on the page, shown by Python as a library of charts shows them. */
import type { Page } from 'playwright';
import { inject } from 'vitest';
import type { RecordedChart } from '../../support/charts/recordedCharts.ts';
import type { FileFake } from '../fakeGemini.ts';
import { answered, newPage, type OpenedPage } from '../openBrowser.ts';
import { ask, call, enterKey } from '../userActions.ts';

/**
 * Opens a page on which the code has shown these.
 *
 * @param told to the model, among others
 * @param prepare is called with the page before it loads anything
 */
export function showCharts(
  gemini: FileFake,
  charts: Iterable<RecordedChart>,
  told: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<OpenedPage> {
  const shown = [...charts].map(
    ({ mimeType, chart }) => `display({"${mimeType}": json.loads(r'''${JSON.stringify(chart)}''')}, raw=True)`,
  );
  return showCode(gemini, `import json\n${shown.join('\n')}`, told, prepare);
}

/** The same for code that shows them. */
export async function showCode(
  gemini: FileFake,
  code: string,
  told: string,
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<OpenedPage> {
  const opened = await newPage();
  const { page } = opened;
  await prepare(page);
  const { baseUrl } = gemini.addScript({
    turns: [
      { parts: [call(code)] },
      {
        expect: [{ functionResponse: { name: 'run_python', responseContains: told } }],
        parts: [{ text: 'There.' }],
      },
    ],
  });
  await page.goto(inject('page'));
  await enterKey(page, baseUrl);
  await ask(page, 'Show me.');
  await answered(page);
  return opened;
}
