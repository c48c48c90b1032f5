import type { Content, Part } from '@google/genai';
import { plainText } from '../cellOutput.ts';
import { isCode, type Turn } from '../transcript.ts';

/** Returns turns that no model of this conversation has answered, such as notebooks, as history for the model. */
export function historyOf(turns: readonly Turn[]): Content[] {
  return turns.flatMap(contentsOf);
}

function contentsOf({ question, notebook, entries }: Turn): Content[] {
  const parts = entries.flatMap((entry): Part[] => {
    if (entry.type === 'text') return [{ text: entry.text }];
    if (!isCode(entry) || entry.code.trim() === '') return [];
    const { code, run } = entry;
    if (run.state !== 'ended') return notebook ? [{ text: `\`\`\`python\n${code}\n\`\`\`` }] : [];
    return [
      { executableCode: { language: 'PYTHON', code } },
      { codeExecutionResult: { outcome: run.outcome, output: plainText(entry) } },
    ] as Part[];
  });
  if (notebook && parts.length === 0) return [];
  return [
    { role: 'user', parts: [{ text: notebook ? `This is my notebook “${question}”.` : question }] },
    { role: 'model', parts: parts.length > 0 ? parts : [{ text: '' }] },
  ];
}
