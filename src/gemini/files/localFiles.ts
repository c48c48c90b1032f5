import type { GoogleGenAI } from '@google/genai';
import type { KnownFiles } from '../../answer/request/knownFiles.ts';

type Files = GoogleGenAI['files'];

/** Overrides the methods of the Files API, so that code can read the files that were uploaded through it. */
export function localFiles(original: Files, known: KnownFiles): Files {
  const methods: Pick<Files, 'upload' | 'delete'> = {
    upload: async (params) => {
      const uploaded = await original.upload(params);
      const { file, config } = params;
      // Node also takes a path.
      if (typeof file !== 'string') {
        const mimeType = uploaded.mimeType ?? config?.mimeType ?? file.type;
        const displayName = config?.displayName ?? ('name' in file ? String(file.name) : undefined);
        known.addUpload([uploaded.uri, uploaded.name], {
          bytes: file,
          ...(mimeType && { mimeType }),
          ...(displayName && { displayName }),
        });
      }
      return uploaded;
    },
    delete: async (params) => {
      const deleted = await original.delete(params);
      known.forget(params.name);
      return deleted;
    },
  };
  return Object.assign(Object.create(original), methods);
}
