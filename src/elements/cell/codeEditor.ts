import { closeCompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import type { CodeLanguage } from '../../answer/codec/languages.ts';
import { type AskPython, pythonHelp } from './pythonHelp.ts';

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

  constructor({ parent, root, code, syntax, label, description, askPython, onChange, onRun }: CodeEditorOptions) {
    const run = (view: EditorView) => {
      // Otherwise the next Escape closes the list, and the Tab after it indents.
      closeCompletion(view);
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
  }

  close(): void {
    this.#view.destroy();
  }
}

/** Matches the static code block exactly, so that nothing moves when editing begins. */
const LOOK = EditorView.theme({
  '&': { maxHeight: '32rem', backgroundColor: 'transparent', font: '0.8438rem / 1.6 var(--glove-mono)' },
  '&.cm-focused': { outline: '2px solid var(--glove-accent)', outlineOffset: '-2px' },
  '.cm-scroller': { font: 'inherit', overflow: 'auto' },
  '.cm-content': { padding: '0.5rem 0 0.875rem', caretColor: 'var(--glove-ink)' },
  '.cm-line': { padding: '0 1rem 0 0' },
  '.cm-gutters': { backgroundColor: 'var(--glove-paper)', border: '0', color: 'var(--glove-comment)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '0', padding: '0 0.75rem 0 1rem' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--glove-accent-wash)' },
});
