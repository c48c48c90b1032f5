/** Code in the fragment of an address, which browsers send to no server: `#code=1.` and base64url of JSON, compressed with `deflate-raw`. */

import * as v from 'valibot';
import { fromBase64, toBase64 } from '../../bytes/base64.ts';
import { GloveboxError } from '../../errors.ts';
import { errors } from '../../language/en/errors.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { readUntrustedJson } from '../../text/parseJson.ts';
import { isShareFragment, SHARE_FRAGMENT } from './shareFragment.ts';

/** A cell of shared code: code, or text in Markdown. */
export type SharedCell =
  | { readonly type: 'code'; readonly language: 'PYTHON' | 'JAVASCRIPT'; readonly code: string }
  | { readonly type: 'text'; readonly text: string };

/** What a link holds: no results, no files. */
export interface SharedCode {
  /** In one line; empty if it has none. */
  readonly title: string;
  readonly cells: readonly SharedCell[];
}

/** A link is damaged, of an unknown version, or too long. The message says what to do. */
export class ShareLinkError extends GloveboxError {
  override readonly name = 'ShareLinkError';
}

const VERSION = '1.';
/** Characters. Chromium refuses addresses of more than 2 MB. @see https://chromium.googlesource.com/chromium/src/+/HEAD/docs/security/url_display_guidelines/url_display_guidelines.md#URL-Length */
const MAX_LENGTH = 2_000_000;
/** Bytes of JSON: what is compressed may grow a thousandfold. */
const MAX_INFLATED = 8_000_000;
const MAX_CELLS = 2000;
/** Characters. */
export const MAX_TITLE_LENGTH = 200;

const KINDS = ['python', 'javascript', 'text'] as const;

const shared = v.strictObject({
  title: v.optional(v.pipe(v.string(), v.maxLength(MAX_TITLE_LENGTH)), ''),
  cells: v.pipe(v.array(v.strictTuple([v.picklist(KINDS), v.string()])), v.nonEmpty(), v.maxLength(MAX_CELLS)),
});

/**
 * Returns the address of a page with code in its fragment.
 *
 * @param page the address of the page that opens it
 * @throws ShareLinkError if it would be too long
 */
export async function writeShareLink({ title, cells }: SharedCode, page: string): Promise<string> {
  const json = JSON.stringify({ title: title.slice(0, MAX_TITLE_LENGTH), cells: cells.map(writeCell) });
  const compressed = await bytesOf(through(new TextEncoder().encode(json), new CompressionStream('deflate-raw')));
  const data = toBase64(compressed).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  if (cells.length > MAX_CELLS || json.length > MAX_INFLATED || data.length > MAX_LENGTH) {
    throw new ShareLinkError(errors.linkTooMuch);
  }
  return `${page.replace(/#.*$/s, '')}${SHARE_FRAGMENT}${VERSION}${data}`;
}

/**
 * Reads the fragment of an address that anybody may have written.
 *
 * @throws ShareLinkError if it is damaged, too long, or of an unknown version
 */
export async function readShareLink(fragment: string): Promise<SharedCode> {
  const text = fragment.slice(SHARE_FRAGMENT.length);
  if (!isShareFragment(fragment) || !/^\d+\./.test(text)) throw damaged();
  if (!text.startsWith(VERSION)) {
    throw new ShareLinkError(errors.linkNewer);
  }
  if (text.length > MAX_LENGTH) throw new ShareLinkError(errors.linkTooLong);
  const json = await inflate(text.slice(VERSION.length));
  const read = v.safeParse(shared, readUntrustedJson(json, MAX_INFLATED));
  if (!read.success) throw damaged();
  const { title, cells } = read.output;
  return { title: inOneLine(title), cells: cells.map(([kind, source]) => readCell(kind, source)) };
}

/** A title must not look like anything but one: it has no line breaks, and cannot turn the text after it. */
function inOneLine(title: string): string {
  return escapeBidi(title.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' '));
}

function writeCell(cell: SharedCell): [(typeof KINDS)[number], string] {
  if (cell.type === 'text') return ['text', cell.text];
  return [cell.language === 'PYTHON' ? 'python' : 'javascript', cell.code];
}

function readCell(kind: (typeof KINDS)[number], source: string): SharedCell {
  if (kind === 'text') return { type: 'text', text: source };
  return { type: 'code', language: kind === 'python' ? 'PYTHON' : 'JAVASCRIPT', code: source };
}

/** @throws ShareLinkError */
async function inflate(data: string): Promise<string> {
  try {
    const inflated = through(fromBase64(data), new DecompressionStream('deflate-raw'));
    return new TextDecoder('utf-8', { fatal: true }).decode(await bytesOf(inflated));
  } catch (error) {
    throw damaged({ cause: error });
  }
}

function through(bytes: Uint8Array<ArrayBuffer>, transform: GenericTransformStream): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream().pipeThrough(transform as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>);
}

/** @throws RangeError if there is more than {@link MAX_INFLATED} */
async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.length;
    if (size > MAX_INFLATED) {
      await reader.cancel();
      throw new RangeError('It is too large.');
    }
    parts.push(read.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function damaged(options?: ErrorOptions): ShareLinkError {
  return new ShareLinkError(errors.linkDamaged, options);
}
