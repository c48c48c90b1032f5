/** Chromium with WebMCP, and its interface for the agents of the browser. */
import puppeteer, { type Browser, type Page, type WebMCPTool, type WebMCPToolCallResult } from 'puppeteer-core';
import { findBrowser, LAUNCH_ARGUMENTS } from '../../scripts/findBrowser.ts';

/** WebMCP itself, `document.modelContext.executeTool`, and the interface for DevTools. */
const FEATURES = ['WebMCP', 'WebMCPTesting', 'DevToolsWebMCPSupport'];

export async function launchWithWebMcp(): Promise<Browser> {
  const executablePath = findBrowser()?.executablePath;
  if (executablePath === undefined) throw new Error('There is no Chromium. Run `npm run browser`.');
  return puppeteer.launch({
    executablePath,
    args: [...LAUNCH_ARGUMENTS, `--enable-features=${FEATURES.join(',')}`],
  });
}

/** The tools that the browser has found in a page, as soon as there are `count`. */
export async function toolsOf({ webmcp }: Page, count: number): Promise<WebMCPTool[]> {
  while (webmcp.tools().length < count) await new Promise((resolve) => webmcp.once('toolsadded', resolve));
  return webmcp.tools();
}

/** Calls a tool of a page as an agent of the browser does. */
export async function callTool(page: Page, name: string, input: object): Promise<WebMCPToolCallResult> {
  const tool = page.webmcp.tools().find((each) => each.name === name);
  if (!tool) throw new Error(`The browser knows no tool ${name}.`);
  return tool.execute(input);
}
