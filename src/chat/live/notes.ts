import { parseJson } from '../../text/parseJson.ts';

/** The maximum length of all notes together, in characters. They are sent with every question and cost tokens each time. */
export const MAX_CHARACTERS = 4000;

export function lengthOf(notes: readonly string[]): number {
  return notes.reduce((sum, note) => sum + note.length, 0);
}

/** Returns the notes as part of the system instruction; `undefined` if there are none. */
export function instructionFor(notes: readonly string[]): string | undefined {
  if (notes.length === 0) return undefined;
  const lines = notes.map((note) => `- ${note.replaceAll('\n', '\n  ')}`);
  return [
    'The user has written down these notes, to be kept in mind in every conversation. Follow them if they apply. ' +
      'If one contradicts the user in this conversation, follow the conversation. Do not mention the notes unless asked.',
    ...lines,
  ].join('\n');
}

/** @param json may have been changed by hand, or by another version of this page */
export function readNotes(json: string | undefined): readonly string[] {
  const notes = parseJson(json ?? '');
  return Array.isArray(notes) ? notes.filter((note) => typeof note === 'string' && note.trim() !== '') : [];
}
