import { closeCompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorSelection, EditorState, type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import type { CodeLanguage } from '../../answer/codec/languages.ts';
import type { AskPython } from './nameAtCursor.ts';
import { pythonHelp } from './pythonHelp.ts';

/** A click in the window: where, and the how manyth in a row. */
export type CodeClick = Pick<MouseEvent, 'clientX' | 'clientY' | 'detail'>;

interface CodeEditorOptions {
  parent: Element;
  root: ShadowRoot;
  code: string;
  /** See {@link loadSyntax}. */
  syntax: Extension;
  /** The accessible name. */
  label: string;
  /** The accessible description, about its keys. */
  description: string;
  /** Answers questions about names, for code in Python. */
  askPython?: AskPython | undefined;
  /** The click that has opened the editor, in the code that it replaces. */
  click?: CodeClick | undefined;
  onChange: (code: string) => void;
  onRun: () => void;
}

/** Loads the syntax of a language, for colours and indentation. */
export async function loadSyntax(language: CodeLanguage): Promise<Extension> {
  if (language === 'PYTHON') return [(await import('@codemirror/lang-python')).pythonLanguage, indentUnit.of('    ')];
  return [(await import('@codemirror/lang-javascript')).javascriptLanguage, indentUnit.of('  ')];
}

/** A code editor. It takes the focus. */
export class CodeEditor {
  readonly #view: EditorView;

  constructor({
    parent,
    root,
    code,
    syntax,
    label,
    description,
    askPython,
    click,
    onChange,
    onRun,
  }: CodeEditorOptions) {
    const run = () => {
      onRun();
      return true;
    };
    const keys = ['Mod-Enter', 'Ctrl-Enter', 'Shift-Enter'].map((key) => ({ key, run }));
    this.#view = new EditorView({
      parent,
      root,
      doc: code,
      extensions: [
        Prec.highest(keymap.of(keys)),
        history(),
        // CodeMirror lets Escape, then Tab leave the editor.
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorState.tabSize.of(4),
        indentOnInput(),
        bracketMatching(),
        lineNumbers(),
        syntax,
        askPython ? pythonHelp(askPython) : [],
        syntaxHighlighting(classHighlighter),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-description': description }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString());
        }),
        LOOK,
      ],
    });
    this.#view.focus();
    if (click) select(this.#view, click);
  }

  /**
   * Ends what typing has left behind when the code is run. Lines are shown from their beginning, and no list of names: the next Escape would
   * only close it.
   */
  settle(): void {
    closeCompletion(this.#view);
    this.#view.scrollDOM.scrollLeft = 0;
  }

  close(): void {
    this.#view.destroy();
  }
}

/** Puts the cursor where the user has clicked. A double click selects the word. */
function select(view: EditorView, { clientX: x, clientY: y, detail }: CodeClick): void {
  const place = view.posAtCoords({ x, y });
  if (place === null) return;
  const word = detail > 1 ? view.state.wordAt(place) : null;
  view.dispatch({ selection: word ?? EditorSelection.cursor(place) });
}

/** Matches the static code block exactly, so that nothing moves when editing begins. */
const LOOK = EditorView.theme({
  '&': { maxHeight: '32rem', backgroundColor: 'transparent', font: '0.8438rem / 1.6 var(--glove-mono)' },
  // Above the line numbers, which stay in place while the code scrolls below them.
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused::after': {
    content: '""',
    position: 'absolute',
    inset: '0',
    zIndex: '201',
    outline: '2px solid var(--glove-accent)',
    outlineOffset: '-2px',
    pointerEvents: 'none',
  },
  '.cm-scroller': { font: 'inherit', overflow: 'auto' },
  '.cm-content': { padding: '0.5rem 0 0.875rem', caretColor: 'var(--glove-ink)' },
  '.cm-line': { padding: '0 1rem 0 0' },
  '.cm-gutters': { backgroundColor: 'var(--glove-paper)', border: '0', color: 'var(--glove-comment)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '0', padding: '0 0.75rem 0 1rem' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--glove-accent-wash)' },
  // On paper, all of the code, in lines that wrap. They do not fit the line numbers.
  '@media print': {
    '&': { maxHeight: 'none' },
    '&.cm-focused::after': { content: 'none' },
    '.cm-scroller': { overflow: 'visible' },
    '.cm-gutters, .cm-cursorLayer, .cm-tooltip': { display: 'none' },
    '.cm-content': { flexShrink: '1', minWidth: '0', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
    '.cm-line': { paddingInlineStart: '1rem' },
  },
});
