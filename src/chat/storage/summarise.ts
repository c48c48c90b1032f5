import { statisticsOf } from '../runStatistics.ts';
import type { ConversationRecord } from './conversationRecord.ts';
import type { Summary } from './conversationStore.ts';
import { searchableText } from './search.ts';

/** Characters of a question that are a title. */
const TITLE = 80;

export function summarise(id: string, { turns }: ConversationRecord): Summary {
  return {
    id,
    title: titleFor(turns[0]?.question ?? ''),
    changed: Date.now(),
    questions: turns.length,
    statistics: statisticsOf(turns),
    text: searchableText(turns),
  };
}

function titleFor(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  return line.length > TITLE ? `${line.slice(0, TITLE - 1).trimEnd()}…` : line;
}
