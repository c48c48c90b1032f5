import type { Turn } from '../transcript.ts';

/** A file's name for a conversation, without its ending. */
export function fileNameFor([first]: readonly Turn[]): string {
  const words = first?.question.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 6).join('-') || 'conversation';
}
