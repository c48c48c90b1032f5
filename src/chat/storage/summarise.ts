import { statisticsOf } from '../runStatistics.ts';
import { isCode, type Turn } from '../transcript.ts';
import type { ConversationRecord } from './conversationRecord.ts';
import type { Summary } from './conversationStore.ts';
import { searchableText } from './search.ts';

const MAX_TITLE_LENGTH = 80;

export function summarise(id: string, { turns }: ConversationRecord): Summary {
  const notebook = turns.find((turn) => turn.notebook);
  return {
    id,
    title: titleFor(turns[0]?.question ?? ''),
    changed: Date.now(),
    questions: turns.filter((turn) => turn !== notebook).length,
    ...(notebook && { cells: notebook.entries.filter(isCode).length }),
    statistics: statisticsOf(turns),
    text: searchableText(turns),
  };
}

function titleFor(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  return line.length > MAX_TITLE_LENGTH ? `${line.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…` : line;
}

/** Returns a file name for a conversation, without extension: the first words of its first question. */
export function fileNameFor([first]: readonly Turn[]): string {
  const words = first?.question.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.slice(0, 6).join('-') || 'conversation';
}
