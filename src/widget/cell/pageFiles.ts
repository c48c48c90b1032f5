import { PageFileError } from '../../chat/errors/pageFileError.ts';
import { pageFiles as words } from '../../language/en/pageFiles.ts';
import { fill } from '../../language/fill.ts';

/** Downloads a file that the page names. @throws PageFileError */
export async function fetchPageFile(url: URL): Promise<ArrayBuffer> {
  return (await request(url)).arrayBuffer();
}

/** Downloads the code that the page names. @throws PageFileError */
export async function fetchCode(url: URL): Promise<string> {
  const response = await request(url);
  // Many static hosts answer a missing file with their home page.
  if (response.headers.get('Content-Type')?.startsWith('text/html')) throw new PageFileError(url, words.otherFile);
  return response.text();
}

async function request(url: URL): Promise<Response> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new PageFileError(url, words.noAnswer, { cause: error });
  });
  if (!response.ok) throw new PageFileError(url, fill(words.status, { status: String(response.status) }));
  return response;
}
