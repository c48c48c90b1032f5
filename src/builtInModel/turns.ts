import type { Content, ContentUnion, Part } from '@google/genai';
import { OUTPUT_FENCE } from '../answer/codec/fences.ts';
import { partsOfInstruction } from '../answer/request/addInstruction.ts';
import { isText } from '../answer/request/fileTypes.ts';
import { fromBase64 } from '../bytes/base64.ts';
import { isRaster } from '../pictures/mediaTypes.ts';
import { truncate } from '../text/truncate.ts';
import type { Message, MessageContent } from './languageModel.ts';

/** A piece of a turn: text, or a picture in base64. */
type Piece = string | { mimeType: string; data: string };

/** A turn of a conversation: the consecutive contents of one side. */
export interface Turn {
  role: 'user' | 'assistant';
  pieces: Piece[];
  /** Whether it brings results of programs, and no new question. */
  isResult: boolean;
}

/** Characters of the output of one run that the model gets, whose window holds some 30,000. */
const MAX_OUTPUT = 4000;

/** Reads the contents of a request whose programs are text. @param seesPictures whether the model takes pictures */
export function readTurns(contents: readonly Content[], seesPictures: boolean): Turn[] {
  const turns: Turn[] = [];
  for (const { role, parts = [] } of contents) {
    const pieces = parts.flatMap((part) => readPart(part, seesPictures));
    if (pieces.length === 0) continue;
    const turn: Turn =
      role === 'model'
        ? { role: 'assistant', pieces: [joinSaid(pieces.filter(isString))], isResult: false }
        : { role: 'user', pieces: joinLines(pieces), isResult: isOutput(pieces[0]) };
    const last = turns.at(-1);
    if (last?.role !== turn.role) turns.push(turn);
    else turns.splice(-1, 1, { ...last, pieces: joinLines([...last.pieces, ...turn.pieces]) });
  }
  return turns;
}

function readPart({ text, thought, inlineData }: Part, seesPictures: boolean): Piece[] {
  if (thought) return [];
  if (text !== undefined) return text === '' ? [] : [isOutput(text) ? truncate(text, MAX_OUTPUT) : text];
  if (!inlineData) return [];
  const { mimeType = '', data = '' } = inlineData;
  if (isText(mimeType)) return [new TextDecoder().decode(fromBase64(data))];
  if (isRaster(mimeType) && seesPictures) return [{ mimeType, data }];
  return [`(You can't see this file of the type ${mimeType}, but code can read it.)`];
}

function isOutput(piece: Piece | undefined): boolean {
  return typeof piece === 'string' && piece.startsWith(OUTPUT_FENCE);
}

function isString(piece: Piece): piece is string {
  return typeof piece === 'string';
}

/** Joins what the model said, piece by piece. A program begins a line of its own. */
function joinSaid(texts: readonly string[]): string {
  return texts.reduce((said, text) => {
    const breaks = text.startsWith('```') && said !== '' && !said.endsWith('\n');
    return `${said}${breaks ? '\n' : ''}${text}`;
  }, '');
}

/** Joins texts that follow each other by line breaks. */
function joinLines(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (typeof last === 'string' && typeof piece === 'string') joined.splice(-1, 1, `${last}\n${piece}`);
    else joined.push(piece);
  }
  return joined;
}

export function readInstruction(instruction: ContentUnion | undefined): string {
  if (instruction === undefined) return '';
  return partsOfInstruction(instruction)
    .flatMap(({ text }) => text || [])
    .join('\n\n');
}

export function asMessage({ role, pieces }: Turn): Message {
  return { role, content: pieces.map(asContent) };
}

function asContent(piece: Piece): MessageContent {
  if (typeof piece === 'string') return { type: 'text', value: piece };
  return { type: 'image', value: new Blob([fromBase64(piece.data)], { type: piece.mimeType }) };
}

/** Whether two turns say the same. White space at the end of a turn is lost when a conversation is stored. */
export function isSameTurn(one: Turn | undefined, other: Turn | undefined): boolean {
  return (
    one?.role === other?.role && JSON.stringify(one?.pieces.map(trimmed)) === JSON.stringify(other?.pieces.map(trimmed))
  );
}

function trimmed(piece: Piece): Piece {
  return typeof piece === 'string' ? piece.trim() : piece;
}
