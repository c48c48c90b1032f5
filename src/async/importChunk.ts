import { EngineBootError, errorMessage } from '../errors.ts';

/**
 * Loads a part of this library that a page does not load at its start.
 *
 * @throws EngineBootError if it can't be downloaded, as after an update of the page's files
 */
export async function importChunk<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (error) {
    throw new EngineBootError(
      `A part of the library could not be loaded: ${errorMessage(error)}. If the page's files were replaced since it was opened, reload it.`,
      { cause: error },
    );
  }
}
