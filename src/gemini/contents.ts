import { type Content, type ContentListUnion, createUserContent, type PartListUnion } from '@google/genai';

/**
 * Gives contents in the one form that the wire has, out of the many that the SDK takes: a string, a part, a content, or a list of
 * either. Strings and parts are what the user says, as the SDK reads them.
 */
export function listContents(contents: ContentListUnion): Content[] {
  if (isContent(contents)) return [contents];
  if (Array.isArray(contents) && contents.length > 0 && contents.every(isContent)) return contents;
  return [createUserContent(contents as PartListUnion)];
}

function isContent(value: unknown): value is Content {
  return typeof value === 'object' && value !== null && ('parts' in value || 'role' in value);
}
