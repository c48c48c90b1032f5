import type { Content, ContentListUnion, Part } from '@google/genai';
import { filePart } from './filePart.ts';

/**
 * Normalizes contents to a list of `Content`, from the many forms that the SDK takes: a string, a part, a content, or a list of them. As
 * in the SDK, strings and parts are the user's. A `File` or `Blob` becomes a part.
 */
export async function listContents(contents: ContentListUnion): Promise<Content[]> {
  if (isContent(contents)) return [await withoutBlobs(contents)];
  if (Array.isArray(contents) && contents.every(isContent)) return Promise.all(contents.map(withoutBlobs));
  const parts = await Promise.all([contents].flat().map(toPart));
  if (parts.length === 0) throw new TypeError('A request needs contents.');
  return [{ role: 'user', parts }];
}

/** The SDK's chat accepts a file in place of a part, and passes it on. */
async function withoutBlobs(content: Content): Promise<Content> {
  if (!content.parts?.some(isBlob)) return content;
  return { ...content, parts: await Promise.all(content.parts.map((part) => (isBlob(part) ? filePart(part) : part))) };
}

async function toPart(part: unknown): Promise<Part> {
  if (typeof part === 'string') return { text: part };
  if (isBlob(part)) return filePart(part);
  if (isPart(part)) return part;
  throw new TypeError('Contents are strings, parts, files, or a list of contents only.');
}

/** As in the SDK. */
function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && PART_FIELDS.some((field) => field in value);
}

const PART_FIELDS: readonly (keyof Part)[] = [
  'text',
  'inlineData',
  'fileData',
  'functionCall',
  'functionResponse',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
  'videoMetadata',
];

/** Drops the calls and responses of Google's own tools, which the API refuses in a request without these tools. */
export function withoutServerToolParts(contents: readonly Content[]): Content[] {
  return withoutParts(contents, isOfServerTool);
}

/** Drops the files that code wrote, which the model doesn't get: they are named parts of its own contents. */
export function withoutWrittenFiles(contents: readonly Content[]): Content[] {
  return contents.flatMap((content) => (content.role === 'model' ? withoutParts([content], isNamed) : [content]));
}

function withoutParts(contents: readonly Content[], isDropped: (part: Part) => boolean): Content[] {
  return contents.flatMap((content) => {
    if (!content.parts?.some(isDropped)) return [content];
    const parts = content.parts.filter((part) => !isDropped(part));
    return parts.length > 0 ? [{ ...content, parts }] : [];
  });
}

function isOfServerTool({ toolCall, toolResponse }: Part): boolean {
  return toolCall !== undefined || toolResponse !== undefined;
}

function isNamed({ inlineData }: Part): boolean {
  return inlineData?.displayName !== undefined;
}

export function isContent(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && ('parts' in value || 'role' in value);
}

export function isBlob(value: unknown): value is Blob {
  return typeof Blob !== 'undefined' && value instanceof Blob;
}
