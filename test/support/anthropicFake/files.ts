import { jsonReply, type Reply } from '../geminiFake/reply.ts';
import { type ApiError, refuse } from './errors.ts';

/** The Files API, as far as uploads: it keeps no bytes. */
export class Files {
  #uploaded = 0;

  receive(method: string, path: string): Reply {
    if (method === 'POST' && path === 'v1/files') {
      this.#uploaded += 1;
      const id = `file_fake${this.#uploaded}`;
      const facts = { filename: 'sales.csv', mime_type: 'text/csv', size_bytes: 10, downloadable: false };
      return jsonReply({ type: 'file', id, created_at: '2026-01-01T00:00:00Z', ...facts });
    }
    const error: ApiError = { type: 'not_found_error', message: `File not found: ${path.split('/')[2]}` };
    return refuse(error, 404);
  }
}
