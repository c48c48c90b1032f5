import { GloveboxError } from '../../errors.ts';
import { chat } from '../../language/en/chat.ts';
import { fill } from '../../language/fill.ts';
import type { Entry, Turn } from '../transcript.ts';
import { describeEndReason, WITHHELD } from './endReason.ts';

/** The API did not pass the question to the model. */
class QuestionBlockedError extends GloveboxError {
  override readonly name = 'QuestionBlockedError';
}

/** The API withheld the whole answer. */
class AnswerBlockedError extends GloveboxError {
  override readonly name = 'AnswerBlockedError';
}

/** The model sent an answer without text and code. */
class EmptyAnswerError extends GloveboxError {
  override readonly name = 'EmptyAnswerError';
}

/** Returns why an ended turn has nothing to read; `undefined` if it has something. */
export function whyNoAnswer({ entries, finishReason, blockReason }: Turn): GloveboxError | undefined {
  if (entries.some(saysSomething)) return undefined;
  if (blockReason !== undefined) return new QuestionBlockedError(detailOf(blockReason));
  const reason = String(finishReason ?? 'STOP');
  if (WITHHELD.includes(reason)) return new AnswerBlockedError(detailOf(reason));
  return new EmptyAnswerError(reason === 'STOP' ? chat.noTextAndNoCode : detailOf(reason));
}

function saysSomething(entry: Entry): boolean {
  if (entry.type === 'text') return entry.text.trim() !== '';
  return entry.type === 'code' || entry.type === 'image';
}

/** Includes the API's own name, which its documentation explains. */
function detailOf(reason: string): string {
  const words = describeEndReason(reason);
  return words === reason ? fill(chat.reason, { words }) : fill(chat.namedReason, { words, name: reason });
}
