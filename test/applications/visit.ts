import { expect } from 'vitest';
import { newPage, type OpenedPage } from '../e2e/openBrowser.ts';

export interface Visit extends OpenedPage {
  /** Fails if the browser has complained, something is missing, or the page has asked another origin for anything. */
  expectQuiet(): void;
}

/** Opens a page of an application. */
export async function visit(url: string): Promise<Visit> {
  const opened = await newPage();
  opened.page.setDefaultTimeout(90_000);
  const others: string[] = [];
  opened.page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(url).origin) others.push(request.url());
  });
  const missing: string[] = [];
  opened.page.on('response', (response) => {
    if (response.status() >= 400) missing.push(response.url());
  });
  await opened.page.goto(url);
  const expectQuiet = () => {
    expect({ missing, complaints: opened.complaints, others }).toEqual({ missing: [], complaints: [], others: [] });
  };
  return { ...opened, expectQuiet };
}
