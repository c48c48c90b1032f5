import { GloveboxError } from '../../errors.ts';
import { pageFiles } from '../../language/en/pageFiles.ts';
import { fill } from '../../language/fill.ts';

/** A file of this page could not be loaded or read. */
export class PageFileError extends GloveboxError {
  override readonly name = 'PageFileError';

  /** @param reason in the language of the interface */
  constructor(url: URL, reason: string, options?: ErrorOptions) {
    super(fill(pageFiles.notLoaded, { address: url.href, reason }), options);
  }
}

/** Requests a file of this page. @throws PageFileError if no answer comes, or another one than success */
export async function requestPageFile(url: URL): Promise<Response> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new PageFileError(url, pageFiles.noAnswer, { cause: error });
  });
  if (!response.ok) throw new PageFileError(url, fill(pageFiles.status, { status: String(response.status) }));
  return response;
}

/** Loads a part of this page. @throws PageFileError if it does not arrive */
export async function loadPagePart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    throw new PageFileError(new URL(document.baseURI), pageFiles.noAnswer, { cause: error });
  }
}
