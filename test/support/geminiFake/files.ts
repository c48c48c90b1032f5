import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Mint } from './asked.ts';
import { fakeRefusal, notFound, type RpcStatus } from './errors.ts';
import { jsonReply, type Reply, refuse } from './reply.ts';

/** As the API lists it. */
interface UploadedFile {
  name: string;
  uri: string;
  displayName?: string;
  mimeType: string;
  sizeBytes: string;
  state: 'ACTIVE';
}

interface FileExchange {
  path: string;
  body: string;
  url: URL;
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * The Files API: resumable uploads of one chunk, and what becomes of them.
 *
 * @see https://ai.google.dev/gemini-api/docs/files
 */
export class FilesApi {
  readonly #mint: Mint;
  readonly #begun = new Map<string, UploadedFile>();
  readonly #files = new Map<string, UploadedFile>();
  readonly #deleted = new Set<string>();

  constructor(mint: Mint) {
    this.#mint = mint;
  }

  /** @returns `undefined` if the request is not for this API */
  receive({ path, body, url, request, response }: FileExchange): Reply | undefined {
    if (/^upload\/(v1|v1beta)\/files$/.test(path) && request.method === 'POST')
      return this.#upload(body, url, request, response);
    const [, name] = /^(?:v1|v1beta)\/(files\/[\w-]+)$/.exec(path) ?? [];
    if (name === undefined) return undefined;
    const file = this.#files.get(name);
    if (!file) return refuse(noPermission(name));
    if (request.method === 'GET') return jsonReply(file);
    if (request.method !== 'DELETE') return refuse(notFound(path));
    this.#files.delete(name);
    this.#deleted.add(file.uri);
    return jsonReply({});
  }

  /** Why a request that refers to a file is refused. Addresses of files that were never uploaded here may be those of another server. */
  check(body: unknown): RpcStatus | undefined {
    const text = JSON.stringify(body) ?? '';
    const gone = [...this.#deleted].find((uri) => text.includes(uri));
    return gone === undefined ? undefined : noPermission(gone);
  }

  #upload(body: string, url: URL, { headers }: IncomingMessage, response: ServerResponse): Reply {
    const command = headers['x-goog-upload-command'];
    const id = url.searchParams.get('upload_id');
    if (command === 'start') {
      const begun = this.#begin(body, headers['x-goog-upload-header-content-length']?.toString() ?? '');
      url.searchParams.set('upload_id', begun);
      response.setHeader('x-goog-upload-url', url.href);
      response.setHeader('x-goog-upload-status', 'active');
      return jsonReply({});
    }
    const file = this.#begun.get(id ?? '');
    if (!file || command !== 'upload, finalize') return refuse(fakeRefusal('an upload is begun, and then finalized'));
    if (headers['content-length'] !== file.sizeBytes) return refuse(fakeRefusal('the file has another size than said'));
    this.#files.set(file.name, file);
    response.setHeader('x-goog-upload-status', 'final');
    return jsonReply({ file });
  }

  #begin(body: string, sizeBytes: string): string {
    const { name = `files/${this.#mint.id()}`, displayName, mimeType } = JSON.parse(body).file;
    const uri = `https://generativelanguage.googleapis.com/v1beta/${name}`;
    this.#begun.set(name, { name, uri, mimeType, sizeBytes, state: 'ACTIVE', ...(displayName && { displayName }) });
    return name;
  }
}

/** The text that users report for files that are gone, or not theirs. */
function noPermission(file: string): RpcStatus {
  const id = file.slice(file.lastIndexOf('/') + 1);
  return {
    code: 403,
    message: `You do not have permission to access the File ${id} or it may not exist.`,
    status: 'PERMISSION_DENIED',
  };
}
