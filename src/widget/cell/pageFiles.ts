import { PageFileError, requestPageFile } from '../../chat/errors/pageFileError.ts';
import { pageFiles as words } from '../../language/en/pageFiles.ts';

/** Downloads a file that the page names. @throws PageFileError */
export async function fetchPageFile(url: URL): Promise<ArrayBuffer> {
  return (await requestPageFile(url)).arrayBuffer();
}

/** Downloads the code that the page names. @throws PageFileError */
export async function fetchCode(url: URL): Promise<string> {
  const response = await requestPageFile(url);
  // Many static hosts answer a missing file with their home page.
  if (response.headers.get('Content-Type')?.startsWith('text/html')) throw new PageFileError(url, words.otherFile);
  return response.text();
}
