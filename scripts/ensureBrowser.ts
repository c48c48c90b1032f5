/** `npm run browser`: sees to it that the tests find a browser. */
import { ensureBrowser } from './installBrowser.ts';

try {
  const { executablePath } = ensureBrowser();
  console.error(`Testing in ${executablePath}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
