import type { KnownFiles } from '../../answer/request/knownFiles.ts';
import { type AnswerFiles, isMadeHere, type MadeFile, nameOf } from './answerFiles.ts';

/** The methods of `client.beta.files` that concern files of code. */
interface FilesApi {
  upload(params: { file: unknown }, ...rest: unknown[]): Promise<{ id: string; filename?: string; mime_type?: string }>;
  download(id: string, ...rest: unknown[]): Promise<Response>;
  retrieveMetadata(id: string, ...rest: unknown[]): Promise<unknown>;
  delete(id: string, ...rest: unknown[]): Promise<unknown>;
}

/**
 * Overrides methods of the Files API: it finds the files that code made here, and code the files that were uploaded through it. A file that
 * is forgotten is asked of the server, which answers 404.
 */
export function localFiles(given: object, { known, made }: { known: KnownFiles; made: AnswerFiles }): object {
  const original = given as FilesApi;
  const find = async (id: string) => (isMadeHere(id) ? made.find(id) : undefined);
  const methods: FilesApi = {
    upload: async (params, ...rest) => {
      const file = await params.file;
      const uploaded = await original.upload({ ...params, file }, ...rest);
      if (file instanceof Blob) {
        const { id, filename: displayName, mime_type: mimeType } = uploaded;
        known.addUpload([id], { bytes: file, ...(mimeType && { mimeType }), ...(displayName && { displayName }) });
      }
      return uploaded;
    },
    download: async (id, ...rest) => {
      const file = await find(id);
      if (!file) return original.download(id, ...rest);
      return new Response(file.bytes, { headers: { 'content-type': file.mimeType ?? '' } });
    },
    retrieveMetadata: async (id, ...rest) => {
      const file = await find(id);
      return file ? describe(file) : original.retrieveMetadata(id, ...rest);
    },
    delete: async (id, ...rest) => {
      const isHere = (await find(id)) !== undefined;
      const deleted = isHere ? { id, type: 'file_deleted' } : await original.delete(id, ...rest);
      known.forget(id);
      return deleted;
    },
  };
  return Object.assign(Object.create(given), methods);
}

function describe(file: MadeFile): object {
  return {
    id: file.id,
    type: 'file',
    filename: nameOf(file),
    mime_type: file.mimeType ?? '',
    size_bytes: file.bytes.size,
    created_at: file.createdAt.toISOString(),
    downloadable: true,
  };
}
