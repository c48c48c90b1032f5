/** Keys that change the indentation of lines in a text field. Every change can be undone. */

/** Spaces per level, as Python's style guide and JavaScript's tools have it. */
const LEVEL: Readonly<Record<'python' | 'javascript', string>> = { python: '    ', javascript: '  ' };

/** A change of text: what takes the place of the characters from `from` to `to`, and what is selected then. */
export interface TextChange {
  from: number;
  to: number;
  text: string;
  selection: [start: number, end: number];
}

interface Selected {
  value: string;
  selectionStart: number;
  selectionEnd: number;
}

/** Returns the change of Tab: spaces up to the next level, or one level more for each of several selected lines. */
export function indent(field: Selected, language: keyof typeof LEVEL): TextChange {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const level = LEVEL[language];
  if (value.slice(start, end).includes('\n')) return changeLines(field, (line) => (line === '' ? '' : level + line));
  const column = start - lineStart(value, start);
  const text = ' '.repeat(level.length - (column % level.length));
  return { from: start, to: end, text, selection: [start + text.length, start + text.length] };
}

/** Returns the change of Shift+Tab: one level less for each selected line. */
export function outdent(field: Selected, language: keyof typeof LEVEL): TextChange {
  const spaces = new RegExp(`^(?:\\t| {1,${LEVEL[language].length}})`);
  return changeLines(field, (line) => line.replace(spaces, ''));
}

/** Returns the change of Enter: a line that is indented like the one before it, after a colon of Python by one level more. */
export function breakLine(
  { value, selectionStart: start, selectionEnd: end }: Selected,
  language: keyof typeof LEVEL,
): TextChange {
  const line = value.slice(lineStart(value, start), start);
  const further = language === 'python' && line.trimEnd().endsWith(':') ? LEVEL.python : '';
  const text = `\n${/^[ \t]*/.exec(line)?.[0] ?? ''}${further}`;
  return { from: start, to: end, text, selection: [start + text.length, start + text.length] };
}

/** Makes a change that the user can undo, unlike a change of `value`. */
export function applyChange(field: HTMLTextAreaElement, { from, to, text, selection }: TextChange): void {
  if (field.value.slice(from, to) !== text) {
    field.setSelectionRange(from, to);
    document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
  }
  field.setSelectionRange(...selection);
}

function changeLines(field: Selected, change: (line: string) => string): TextChange {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const from = lineStart(value, start);
  // A line of which only the break before it is selected is none of those.
  const last = end > start && value[end - 1] === '\n' ? end - 1 : end;
  const next = value.indexOf('\n', last);
  const to = next === -1 ? value.length : next;
  const lines = value.slice(from, to).split('\n');
  const changed = lines.map(change);
  const text = changed.join('\n');
  const first = (changed[0]?.length ?? 0) - (lines[0]?.length ?? 0);
  const begin = Math.max(from, start + first);
  return { from, to, text, selection: [begin, Math.max(begin, end + text.length - (to - from))] };
}

function lineStart(value: string, place: number): number {
  return value.lastIndexOf('\n', place - 1) + 1;
}
