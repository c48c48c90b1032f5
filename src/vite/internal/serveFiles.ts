import path from 'node:path';
import type { Connect } from 'vite';
import type { EngineFolderFile } from './engineFolder.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.zip': 'application/zip',
  '.html': 'text/html; charset=utf-8',
};

/** The folder that {@link serveFiles} serves. */
interface Served {
  /** The path of the folder, with a slash at both ends. */
  folder(): string;
  list(): Promise<EngineFolderFile[]>;
  /** The page's own headers: a frame in a cross-origin-isolated page needs the same ones. */
  headers?(): object;
}

/** Serves the files of a virtual folder, such as files of several packages. */
export function serveFiles({ folder, list, headers = () => ({}) }: Served): Connect.NextHandleFunction {
  return async (request, response, next) => {
    const address = (request.url ?? '').split('?')[0] ?? '';
    if (!address.startsWith(folder())) return next();
    try {
      const file = (await list()).find(({ name }) => name === address.slice(folder().length));
      if (!file) return next();
      const content = await file.read();
      for (const [name, value] of Object.entries(headers())) {
        if (value !== undefined) response.setHeader(name, value);
      }
      response.setHeader('Content-Type', TYPES[path.extname(file.name)] ?? 'application/octet-stream');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      // https://www.w3.org/TR/csp-embedded-enforcement/
      response.setHeader('Allow-CSP-From', '*');
      response.end(content);
    } catch (error) {
      next(error);
    }
  };
}
