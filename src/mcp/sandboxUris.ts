/** The root of a sandbox's working directory. Models write such addresses by themselves, and no client takes one for a file of its own. */
const ROOT = 'sandbox:///';
/** Half of a surrogate pair, which has no UTF-8. File names of Python can have it. */
const LONE_SURROGATE = /\p{Cs}/u;

/** The addresses of all files. @see https://www.rfc-editor.org/rfc/rfc6570 */
export const URI_TEMPLATE = `${ROOT}{+path}`;

/** The address of a file; `undefined` if its name has no UTF-8. */
export function uriOf(path: string): string | undefined {
  if (LONE_SURROGATE.test(path)) return undefined;
  return ROOT + path.split('/').map(encodeURIComponent).join('/');
}

/** The path of a file, relative to the working directory; `undefined` for other addresses. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith(ROOT)) return undefined;
  try {
    return decodeURIComponent(uri.slice(ROOT.length));
  } catch {
    return undefined;
  }
}
