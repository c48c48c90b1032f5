/** The page in a Chromium with WebMCP: the browser's agent runs Python where the user sees it. */
import path from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, inject, it, onTestFinished } from 'vitest';
import { callTool, launchWithWebMcp, toolsOf } from '../../support/openWebMcp.ts';
import { OUTPUT } from '../openBrowser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchWithWebMcp();
});
afterAll(() => browser.close());

async function openPage(): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(inject('page'));
  await toolsOf(page, 1);
  return { page, complaints };
}

const press = (page: Page, name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
const shown = (page: Page, text: string) => page.locator(`::-p-text(${text})`).wait();

it('asks before it runs a program, shows it with its output, and gives the output to the agent', async () => {
  const { page, complaints } = await openPage();
  expect(page.webmcp.tools()).toMatchObject([
    { name: 'run_python', annotations: { readOnly: false, untrustedContent: true } },
  ]);
  const called = callTool(page, 'run_python', { code: 'answer = 6 * 7\nprint(answer)' });
  await shown(page, 'Your browser’s agent wants to run this');
  await page.screenshot({ path: path.join(OUTPUT, 'agent-asks.png') });
  // The welcome has a program with such a button, too.
  await page.locator('glove-app >>> .question button.primary').click();
  expect(await called).toMatchObject({ status: 'Completed', output: { ok: true, output: '42\n' } });
  await shown(page, 'Your browser’s agent ran this.');
  await shown(page, 'print(answer)');
  await page.screenshot({ path: path.join(OUTPUT, 'agent-ran.png') });
  expect(complaints).toEqual([]);
});

it('runs nothing that the user refuses, and everything once the user allows that', async () => {
  const { page } = await openPage();
  const refused = callTool(page, 'run_python', { code: 'x = 1' });
  await shown(page, 'Your browser’s agent wants to run this');
  await press(page, 'Don’t run');
  expect(await refused).toMatchObject({ output: { ok: false, output: expect.stringContaining('was refused') } });
  const allowed = callTool(page, 'run_python', { code: 'print("x" in globals())' });
  await shown(page, 'Your browser’s agent wants to run this');
  await press(page, 'Run all in this visit');
  expect(await allowed).toMatchObject({ output: { output: 'False\n' } });
  expect(await callTool(page, 'run_python', { code: 'print(2)' })).toMatchObject({ output: { output: '2\n' } });
});

it('lets the user stop a program, and the variables stay', async () => {
  const { page } = await openPage();
  const run = (code: string) => callTool(page, 'run_python', { code });
  const first = run('x = 1');
  await shown(page, 'Your browser’s agent wants to run this');
  await press(page, 'Run all in this visit');
  await first;
  const endless = run('print("begun")\nwhile True: pass');
  await shown(page, 'begun');
  await press(page, 'Stop');
  expect(await endless).toMatchObject({ output: { ok: false, output: 'The user stopped the program.' } });
  expect(await run('print(x)')).toMatchObject({ output: { ok: true, output: '1\n' } });
});
