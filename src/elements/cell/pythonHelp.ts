import {
  autocompletion,
  type Completion as CodeMirrorCompletion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { EditorView, showTooltip, type Tooltip, tooltips } from '@codemirror/view';
import type { Introspection } from '../../sandbox/introspection.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { type AskPython, describeCall, findNames, isInBrackets, NAME_BEFORE, NAME_PART } from './nameAtCursor.ts';

/** Characters of a description that are shown. */
const MAX_DESCRIPTION = 1_200;

/** Completes names as the user types, and shows what a function takes once its bracket is opened. The session knows both. */
export function pythonHelp(ask: AskPython): Extension {
  return [
    autocompletion({ override: [(context) => complete(context, ask)], icons: false, tooltipClass: () => 'help' }),
    // The cell contains its layout: nothing in it can be placed by the window.
    tooltips({ position: 'absolute' }),
    signature,
    EditorView.updateListener.of(({ transactions, view }) => {
      if (transactions.some((transaction) => transaction.isUserEvent('input.type'))) showSignature(view, ask);
    }),
    LOOK,
  ];
}

async function complete(context: CompletionContext, ask: AskPython): Promise<CompletionResult | null> {
  const { state, pos, explicit } = context;
  if (!context.matchBefore(NAME_BEFORE) && !explicit) return null;
  const code = state.doc.toString();
  const introspection = await ask();
  const found = introspection && (await findNames(introspection, code, pos));
  // The list would stay over the page, if it opened when the user is elsewhere.
  if (!introspection || !found || context.aborted || !context.view?.hasFocus) return null;
  const { from, to, names } = found;
  const info = infoOf(code.slice(0, from), introspection);
  return { from, to, options: names.map((label) => ({ label, info })), validFor: NAME_PART };
}

/** The description of a chosen name. */
function infoOf(before: string, introspection: Introspection): NonNullable<CodeMirrorCompletion['info']> {
  return async ({ label }) => {
    const text = await introspection.inspect(before + label).catch(() => undefined);
    return text === undefined ? null : describe(text);
  };
}

function describe(text: string): HTMLElement {
  const element = document.createElement('div');
  element.className = 'description';
  element.textContent = escapeBidi(text.length > MAX_DESCRIPTION ? `${text.slice(0, MAX_DESCRIPTION)} …` : text);
  return element;
}

const setSignature = StateEffect.define<{ pos: number; text: string } | null>();

/** What the function takes whose brackets the cursor is in, until the cursor leaves them. */
const signature = StateField.define<Tooltip | null>({
  create: () => null,
  update(tooltip, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setSignature)) return effect.value && tooltipOf(effect.value);
    }
    if (!tooltip) return null;
    const pos = transaction.changes.mapPos(tooltip.pos);
    return isCursorInBrackets(transaction.state, pos) ? { ...tooltip, pos } : null;
  },
  provide: (field) => showTooltip.from(field),
});

function tooltipOf({ pos, text }: { pos: number; text: string }): Tooltip {
  const create = () => {
    const dom = describe(text);
    dom.classList.add('help');
    dom.setAttribute('role', 'status');
    return { dom };
  };
  return { pos, above: true, create };
}

/** @param pos the place after the opening bracket */
function isCursorInBrackets(state: EditorState, pos: number): boolean {
  const { head } = state.selection.main;
  // It is asked for every change, and the rest of the text does not matter.
  return isInBrackets(state.sliceDoc(pos, Math.max(pos, head)), 0, head - pos);
}

async function showSignature(view: EditorView, ask: AskPython): Promise<void> {
  const { head } = view.state.selection.main;
  if (view.state.sliceDoc(head - 1, head) !== '(') return;
  const before = view.state.sliceDoc(0, head - 1);
  const introspection = await ask();
  const text = introspection && (await describeCall(introspection, before));
  // The user has typed on in the meantime, or left.
  if (text === undefined || !view.hasFocus || view.state.sliceDoc(0, head) !== `${before}(`) return;
  view.dispatch({ effects: setSignature.of(isCursorInBrackets(view.state, head) ? { pos: head, text } : null) });
}

const LOOK = EditorView.theme({
  '.cm-tooltip': {
    zIndex: '2',
    backgroundColor: 'var(--glove-raised)',
    color: 'var(--glove-ink)',
    border: '1px solid var(--glove-line-strong)',
    borderRadius: '0.375rem',
    // Not over the underscores of the line.
    transform: 'translateY(2px)',
  },
  '.cm-tooltip-autocomplete > ul': { borderRadius: '0.3125rem' },
  '.cm-tooltip-autocomplete .cm-completionInfo': { padding: '0' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { font: 'inherit', fontFamily: 'var(--glove-mono)', maxHeight: '12em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.125rem 0.75rem', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--glove-accent)',
    color: 'var(--glove-accent-ink)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.description': {
    maxWidth: 'min(28rem, 80vw)',
    maxHeight: '12em',
    padding: '0.375rem 0.75rem',
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    font: '0.8125rem / 1.5 var(--glove-mono)',
  },
});
