import { plainText } from '../cellOutput.ts';
import { type CodeEntry, isCode, type Turn } from '../transcript.ts';
import { numberOf, questionMarkdown } from './writeNotebook.ts';

/**
 * Returns a conversation as a Python file with cells; text and output are comments.
 *
 * @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format
 */
export function writeScript(turns: readonly Turn[]): string {
  const cells = turns.flatMap((turn) => [
    ...(turn.notebook ? [] : [comment(questionMarkdown(turn, numberOf(turn, turns)))]),
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
  const reason = whyNotRun(entry);
  // Other languages cannot run, and code that failed would stop the rest of the file.
  const isRun = language === 'PYTHON' && reason === undefined;
  const source = isRun ? code.trimEnd() : commented(code.trimEnd());
  return [
    '# %%',
    ...(reason === undefined ? [] : [`# ${reason}`]),
    source,
    ...(printed.trim() ? ['', '# Output:', commented(printed.trimEnd())] : []),
  ].join('\n');
}

/** Says why code is commented out. */
function whyNotRun({ run }: CodeEntry): string | undefined {
  if (run.state === 'not-run') return undefined;
  if (run.state !== 'ended') return 'This code was stopped and is commented out:';
  switch (run.outcome) {
    case 'OUTCOME_OK':
      return undefined;
    case 'OUTCOME_FAILED':
      return 'This code failed and is commented out:';
    case 'OUTCOME_DEADLINE_EXCEEDED':
      return 'This code timed out and is commented out:';
    default:
      return run.outcome satisfies never;
  }
}

function commented(text: string): string {
  return text
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');
}
