import { GloveboxError } from '../../errors.ts';

/** A file of this page could not be loaded or read. */
export class PageFileError extends GloveboxError {
  override readonly name = 'PageFileError';

  constructor(url: URL, reason: string, options?: ErrorOptions) {
    super(`${url.href} could not be loaded: ${reason}.`, options);
  }
}

/** Loads a part of this page. @throws PageFileError if it does not arrive */
export async function loadPagePart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    throw new PageFileError(new URL(document.baseURI), 'a part of it could not be downloaded', { cause: error });
  }
}
