import type { Content, ContentUnion, Part, PartUnion } from '@google/genai';
import { isContent } from './contents.ts';

/** Adds our instruction below the application's. */
export function addInstruction(given: ContentUnion | undefined, ours: string): ContentUnion {
  if (ours === '') return given ?? '';
  const parts: Part[] = given === undefined ? [] : partsOfInstruction(given);
  return { role: 'user', parts: [...parts, { text: ours }] };
}

/** Adds our instruction above the first content of the user, for models without system instructions. */
export function addToContents(contents: Content[], ours: string): Content[] {
  const [first, ...rest] = contents;
  if (!first || ours === '') return contents;
  return [{ ...first, parts: [{ text: ours }, ...(first.parts ?? [])] }, ...rest];
}

export function partsOfInstruction(instruction: ContentUnion): Part[] {
  if (isContent(instruction)) return instruction.parts ?? [];
  return [instruction].flat().map((part: PartUnion) => (typeof part === 'string' ? { text: part } : part)) as Part[];
}
