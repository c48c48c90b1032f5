// @module-tag long
/** Chromium with WebMCP: its own interface for agents finds and calls the tools of a page. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type ServedSources, serveSources } from '../../support/openPage.ts';
import { callTool, launchWithWebMcp, toolsOf } from '../../support/openWebMcp.ts';

let browser: Browser;
let sources: ServedSources;
beforeAll(async () => {
  [browser, sources] = await Promise.all([launchWithWebMcp(), serveSources()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), sources.close()]);
});

async function openPage(address = sources.url): Promise<Page> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(`${address}test/support/empty.html`);
  return page;
}

/** Registers the tools of a sandbox; `registration` holds what the library says. */
const REGISTER = `
  Promise.all([import('/src/entries/mcp.ts'), import('/src/entries/sandbox.ts')]).then(async ([mcp, { Sandbox }]) => {
    globalThis.registration = await mcp.registerWebMcpTools({ sandbox: () => Sandbox.create({ assets: '/pyodide/' }) });
    return { state: registration.state, names: registration.names };
  })`;
const TOOLS = ['run_python', 'run_javascript', 'write_file', 'reset'];

it('an agent of the browser finds the tools of a page, and runs Python with the first call', async () => {
  const page = await openPage();
  expect(await page.evaluate(REGISTER)).toEqual({ state: 'registered', names: TOOLS });
  const found = await toolsOf(page, TOOLS.length);
  expect(found.map(({ name }) => name)).toEqual(TOOLS);
  expect(found[0]).toMatchObject({
    annotations: { readOnly: false, untrustedContent: true },
    inputSchema: { required: ['code'] },
  });
  expect(await callTool(page, 'run_python', { code: 'x = 6 * 7\nprint(x)' })).toMatchObject({
    status: 'Completed',
    output: { ok: true, status: 'ok', output: '42\n', files: [] },
  });
  const failed = await callTool(page, 'run_python', { code: 'print(x)\n1 / 0' });
  expect(failed).toMatchObject({ status: 'Completed', output: { ok: false } });
  expect(failed.output.output).toMatch(/^42\n.*ZeroDivisionError: division by zero\n$/s);
  expect(await callTool(page, 'run_python', { code: 1 })).toMatchObject({ output: { ok: false } });
});

it('an agent in the page stops a program, and the variables stay', async () => {
  const page = await openPage();
  await page.evaluate(REGISTER);
  const stopped = await page.evaluate(`(async () => {
    const { modelContext } = document;
    const python = (await modelContext.getTools()).find(({ name }) => name === 'run_python');
    const run = async (code, options) => JSON.parse(await modelContext.executeTool(python, { code }, options));
    await run('x = 1');
    const stop = new AbortController();
    const endless = run('while True: pass', { signal: stop.signal }).catch(({ name }) => name);
    stop.abort();
    return [await endless, (await run('print(x)')).output];
  })()`);
  expect(stopped).toEqual(['AbortError', '1\n']);
});

it('a page takes its tools away, and gives those of a second sandbox other names', async () => {
  const page = await openPage();
  await page.evaluate(REGISTER);
  const first = await page.evaluateHandle('registration');
  expect(await page.evaluate(REGISTER)).toEqual({
    state: 'registered',
    names: TOOLS.map((name) => `sandbox_${name}`),
  });
  await first.evaluate((registration) => (registration as { unregister(): void }).unregister());
  const left = page.evaluate('document.modelContext.getTools().then((tools) => tools.map(({ name }) => name))');
  expect(new Set((await left) as string[])).toEqual(new Set(TOOLS.map((name) => `sandbox_${name}`)));
});
