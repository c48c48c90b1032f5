import { GloveboxError } from '../../errors.ts';

/** A file that belongs to this page could not be had or read. */
export class PageFileError extends GloveboxError {
  override readonly name = 'PageFileError';

  constructor(url: URL, reason: string, options?: ErrorOptions) {
    super(`${url.href} could not be used: ${reason}.`, options);
  }
}

/** Loads a part of this page. @throws PageFileError if it does not arrive */
export async function loadPagePart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    throw new PageFileError(new URL(document.baseURI), 'a part of it did not arrive', { cause: error });
  }
}
