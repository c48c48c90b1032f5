/** `npm run browser`: finds or installs a browser for the tests. */
import { ensureBrowser } from './installBrowser.ts';

try {
  const { executablePath } = ensureBrowser();
  console.error(`Testing in ${executablePath}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
