// @module-tag long
/** An MCP client in a frame of another origin, and Python in the page around it. */
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { withPage } from '../../support/openPage.ts';

/** The same server under another name: another origin. */
const otherOrigin = (page: Page) => new URL(page.url()).origin.replace('127.0.0.1', 'localhost');

async function openFrame(page: Page, allowedOrigin: string): Promise<void> {
  const address = `${otherOrigin(page)}/test/e2e/mcp/agentFrame.html?page=${new URL(page.url()).origin}`;
  const asked = [address, allowedOrigin].map((each) => JSON.stringify(each)).join(', ');
  await page.evaluate(`import('/test/e2e/mcp/servePython.ts').then((page) => void page.openFrame(${asked}))`);
}

const heardBy = (page: Page) => page.evaluate(`import('/test/e2e/mcp/servePython.ts').then((page) => page.heard)`);

it('finds the tools, runs Python, hears its output as it comes, and reads the file that it wrote', async () => {
  await withPage(async (page) => {
    await openFrame(page, otherOrigin(page));
    const frame = page.frameLocator('iframe').first();
    const shown = async (id: string) => JSON.parse((await frame.locator(`#${id}`).textContent()) ?? '');
    expect(await shown('file')).toMatchObject([
      { uri: 'sandbox:///squares.csv', mimeType: 'text/csv', text: '4,16\n' },
    ]);
    expect(await shown('version')).toBe('2026-07-28');
    expect(await shown('tools')).toEqual(['run_python', 'run_javascript', 'write_file', 'reset']);
    expect(await shown('result')).toMatchObject({ ok: true, output: 'one\n16\n', files: [{ path: 'squares.csv' }] });
    expect(await shown('progress')).toBe('one\n16\n');
    expect(await heardBy(page)).toMatchObject({ clients: ['framed-agent'] });
  });
});

it('gets no answer if its origin is not named', async () => {
  await withPage(async (page) => {
    await openFrame(page, 'https://agent.example');
    // The frame asks whether there is a server. The server's answer would come before the page goes on.
    await expect
      .poll(() => heardBy(page), { timeout: 60_000 })
      .toMatchObject({ messages: expect.arrayContaining(['mcp-check-ready']) });
    await page.evaluate('new Promise((resolve) => setTimeout(resolve))');
    expect(await page.frames()[1]?.locator('p').count()).toBe(0);
  });
});
