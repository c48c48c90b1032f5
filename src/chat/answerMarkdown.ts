import { plainText } from './cellOutput.ts';
import { isCode, type Turn } from './transcript.ts';

/** Returns an answer as Markdown: its text, its code, and what the code printed. */
export function answerMarkdown({ entries }: Turn): string {
  const parts = entries.flatMap((entry) => {
    if (entry.type === 'text') return [entry.text.trim()];
    if (!isCode(entry)) return [];
    const printed = plainText(entry).trimEnd();
    return [fenced(entry.language.toLowerCase(), entry.code), ...(printed === '' ? [] : [fenced('text', printed)])];
  });
  return parts.join('\n\n');
}

/** A fence is longer than those inside. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
