/** What a user does on the page, and what the model answers. */
import type { Page } from 'playwright';
import { CHART_MIME_TYPE } from '../../src/protocol.ts';

/** @param api default: the page's own */
export async function enterKey(page: Page, baseUrl: string, api?: 'generateContent'): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByLabel('API key').fill('a-secret-key');
  await chooseModel(page, 'gemini-3.8-flash');
  if (api) await page.getByLabel('API', { exact: true }).selectOption(api);
  await page.getByLabel('Address of a proxy').fill(baseUrl);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

/** Types a model's name, whether or not it is in the list. */
async function chooseModel(page: Page, name: string): Promise<void> {
  await page.getByLabel('Model', { exact: true }).selectOption('Other…');
  await page.getByLabel('Other name').fill(name);
}

export async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question);
  await page.keyboard.press('Enter');
}

/** Chooses from the menu of the conversation. */
export async function choose(page: Page, action: string): Promise<void> {
  await page.getByRole('button', { name: 'Conversation', exact: true }).click();
  await page.locator('glove-conversation-menu').getByRole('button', { name: action }).click();
}

/** Waits until the browser has kept what is to be kept. */
export async function kept(page: Page): Promise<void> {
  await page.waitForSelector('html[data-saved="true"]');
}

/** Waits until the model has said this. */
export async function said(page: Page, text: string): Promise<void> {
  await page.locator('glove-markdown-text').getByText(text).waitFor();
}

/** Shows the demos behind the link, too. */
export const showAllDemos = (page: Page) => page.getByRole('button', { name: /^All \d+ demos$/ }).click();

export const demo = (page: Page, title: string) => page.getByRole('button', { name: title });
export const output = (page: Page) => page.getByLabel('Output of the code');

/** A turn of the model that runs code. */
export const call = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });

/** Goes through everything that the browser has stored in databases: conversations, and files with their text. */
export async function keptRecords(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const texts: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const values = await new Promise<unknown[]>((resolve, reject) => {
          const reading = database.transaction(store).objectStore(store).getAll();
          reading.onsuccess = () => resolve(reading.result);
          reading.onerror = () => reject(reading.error);
        });
        const files = values.map((value) => (value as { file?: Blob }).file).filter((file) => file !== undefined);
        texts.push(...values.map((value) => JSON.stringify(value)));
        texts.push(...(await Promise.all(files.map((file) => file.text()))));
      }
      database.close();
    }
    return texts;
  });
}

/** Python that makes a PNG of one colour and shows it. */
export const SHOW_PICTURE = `
import struct, zlib
def png(width, height, colour):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\\0" + bytes(colour) * width for _ in range(height))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\\x89PNG\\r\\n\\x1a\\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
class Picture:
    def _repr_png_(self):
        return png(1200, 800, (13, 107, 110))
display(Picture())
`;

const BARS = [
  { label: 'tea', group: 'old', value: 1 },
  { label: 'milk', group: 'old', value: 2.5 },
  { label: 'tea', group: 'new', value: 3 },
  { label: 'milk', group: 'new', value: 4 },
];

/** Python that shows a figure with the data in it, as Matplotlib's have, after SHOW_PICTURE. */
export const SHOW_FIGURE = `
from base64 import b64encode
display({
    "image/png": b64encode(png(400, 250, (200, 180, 120))).decode(),
    "${CHART_MIME_TYPE}": ${JSON.stringify({ type: 'bar', title: 'Sold', x_label: 'Ware', elements: BARS })},
}, raw=True)
`;

/** Python that shows a table as pandas makes one. */
export const SHOW_TABLE = `
class Table:
    def __init__(self, rows):
        self.rows = rows
    def __repr__(self):
        return f"Table({self.rows} rows)"
    def _repr_html_(self):
        body = "".join(f"<tr><th>{i}</th><td>{i * i}</td><td>{i ** 3}</td></tr>" for i in range(self.rows))
        head = "<tr><th></th><th>square</th><th>cube</th></tr>"
        return f'<style>th {{ color: inherit }}</style><table border="1"><thead>{head}</thead><tbody>{body}</tbody></table>'
`;

/** The frame that it is shown in. */
export const SHOWN_HTML = 'iframe[title="Table or text displayed by the code"]';

/** Python that shows an interactive chart, as libraries of charts do, with `Chart(name, specification)`. */
export const CHART_CLASS = `
class Chart:
    def __init__(self, name, chart):
        self.forms = {f"application/vnd.{name}": chart}
    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.forms
rows = [{"month": month, "sales": sales} for month, sales in zip("ABC", (28, 55, 43))]
encoding = {"x": {"field": "month"}, "y": {"field": "sales", "type": "quantitative"}}
bars = {"mark": "bar", "title": "Bars", "data": {"values": rows}, "encoding": encoding}
points = {"x": list(range(10)), "y": [each ** 2 for each in range(10)], "mode": "lines+markers"}
squares = {"data": [points], "layout": {"title": {"text": "Squares"}}}
`;
