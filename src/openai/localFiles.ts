import type { KnownFiles } from '../answer/request/knownFiles.ts';
import { isJsonObject } from '../text/parseJson.ts';

/** The methods of `client.files` that matter here. */
interface FilesApi {
  create(body: { file: unknown }, ...rest: unknown[]): PromiseLike<unknown>;
}

/** Overrides the upload of files, so that code can read the files that were uploaded through this client. */
export function localFiles(original: object, known: KnownFiles): object {
  const api = original as FilesApi;
  const create = async (body: { file: unknown }, ...rest: unknown[]): Promise<unknown> => {
    const uploaded = await api.create(body, ...rest);
    const { file } = body;
    if (file instanceof Blob && isJsonObject(uploaded) && typeof uploaded.id === 'string') {
      const displayName = 'name' in file ? String(file.name) : '';
      known.addUpload([uploaded.id], {
        bytes: file,
        ...(file.type && { mimeType: file.type }),
        ...(displayName && { displayName }),
      });
    }
    return uploaded;
  };
  return { create };
}
