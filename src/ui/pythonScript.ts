import { plainText } from './cellOutput.ts';
import { describeQuestion } from './notebook.ts';
import { type CodeEntry, isCode, type Turn } from './transcript.ts';

/**
 * A conversation as a Python file in cells, with what was said and printed as comments.
 *
 * @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format
 */
export function writeScript(turns: readonly Turn[]): string {
  const cells = turns.flatMap((turn, index) => [
    comment(describeQuestion(turn, index + 1)),
    ...turn.entries.flatMap((entry) => {
      if (isCode(entry)) return [writeCode(entry)];
      return entry.type === 'text' ? [comment(entry.text.trim())] : [];
    }),
  ]);
  return `${cells.join('\n\n')}\n`;
}

function comment(markdown: string): string {
  return `# %% [markdown]\n${commented(markdown)}`;
}

function writeCode(entry: CodeEntry): string {
  const { language, code } = entry;
  const printed = plainText(entry);
  // What is not Python must not be run as such.
  const source = language === 'PYTHON' ? code.trimEnd() : commented(code.trimEnd());
  return ['# %%', source, ...(printed.trim() ? ['', '# Output:', commented(printed.trimEnd())] : [])].join('\n');
}

function commented(text: string): string {
  return text
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');
}
