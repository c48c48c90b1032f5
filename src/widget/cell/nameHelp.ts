import { html, type LitElement, nothing, render, type TemplateResult } from 'lit';
import {
  type AskPython,
  describeCall,
  type FoundNames,
  findNames,
  isInBrackets,
  NAME_BEFORE,
} from '../../elements/cell/nameAtCursor.ts';
import { widgetCell } from '../../language/en/embedded/widgetCell.ts';
import type { Introspection } from '../../sandbox/introspection.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { addStyles } from '../addStyles.ts';
import { applyChange } from './indentation.ts';
import { nameHelpStyles } from './nameHelpStyles.ts';
import { placeOfText } from './placeOfText.ts';

/** CSS pixels between the text and what is shown for it, and around that. */
const GAP = 2;
const MARGIN = 8;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph']);

/** Names that the user can choose from. */
interface Choice extends FoundNames {
  /** The code in which they were found, and the place of the cursor. */
  code: string;
  cursor: number;
  chosen: number;
}

/** What a function takes whose brackets the cursor is in. */
interface Call {
  /** The place after the opening bracket. */
  begin: number;
  text: string;
}

interface NameHelpOptions {
  /** Has the field in its shadow tree, and scrolls it. */
  editor: LitElement;
  field: HTMLTextAreaElement;
  /** The same text, behind the field, where its places can be measured. */
  text: HTMLElement;
  ask: AskPython;
}

/**
 * Completes names in a text field as the user types, and shows what a function takes once its bracket is opened, over all else in the
 * window. The focus stays in the field.
 *
 * @see https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
export class NameHelp {
  readonly #editor: LitElement;
  readonly #field: HTMLTextAreaElement;
  readonly #text: HTMLElement;
  readonly #ask: AskPython;
  readonly #popup = document.createElement('div');
  #choice: Choice | undefined;
  #call: Call | undefined;
  /** The latest question; the answers to earlier ones are late. */
  #question = {};
  /** The code after a name was chosen. */
  #completed: string | undefined;
  #following: AbortController | undefined;

  constructor({ editor, field, text, ask }: NameHelpOptions) {
    this.#field = field;
    this.#text = text;
    this.#ask = ask;
    this.#popup.popover = 'manual';
    // A press moves no focus, and so closes nothing.
    this.#popup.addEventListener('mousedown', (event) => event.preventDefault());
    this.#editor = editor;
    addStyles(editor, nameHelpStyles);
    editor.renderRoot.append(this.#popup);
    field.addEventListener('keyup', this.#onMove);
    field.addEventListener('pointerup', this.#onMove);
    field.addEventListener('blur', this.#close);
  }

  /** Looks for what fits what the user has typed. */
  async onInput(inputType: string): Promise<void> {
    const { value, selectionStart } = this.#field;
    const before = value.slice(0, selectionStart);
    const isTyped = inputType === 'insertText' || (this.#choice !== undefined && inputType === 'deleteContentBackward');
    if (value === this.#completed) return;
    if (!isTyped) return this.#close();
    if (NAME_BEFORE.test(before)) return this.#findNames();
    this.#offer(undefined);
    if (before.endsWith('(')) await this.#describeCall();
  }

  /** Returns whether the key was meant for what is shown. */
  onKey({ key, ctrlKey, shiftKey, altKey, metaKey }: KeyboardEvent): boolean {
    if (MODIFIERS.has(key)) return false;
    if (key === ' ' && ctrlKey) {
      this.#findNames();
      return true;
    }
    if (ctrlKey || shiftKey || altKey || metaKey) {
      // It may run the code: the answer to a question would come after that.
      if (key === 'Enter') this.#close();
      return false;
    }
    return this.#choice ? this.#onChoiceKey(key, this.#choice) : this.#onCallKey(key);
  }

  #onChoiceKey(key: string, choice: Choice): boolean {
    switch (key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        const { length } = choice.names;
        const chosen = (choice.chosen + (key === 'ArrowDown' ? 1 : length - 1)) % length;
        this.#offer({ ...choice, chosen });
        return true;
      }
      case 'Enter':
      case 'Tab':
        return this.#complete(choice, choice.chosen);
      case 'Escape':
        this.#close();
        return true;
      default:
        return false;
    }
  }

  #onCallKey(key: string): boolean {
    if (key !== 'Escape' || !this.#call) return false;
    this.#close();
    return true;
  }

  /** @returns whether that changes the code: if not, the key breaks the line, or indents it */
  #complete({ code, from, to, names }: Choice, chosen: number): boolean {
    const name = names[chosen] ?? '';
    const { value } = this.#field;
    this.#offer(undefined);
    if (value !== code || value.slice(from, to) === name) return false;
    this.#completed = value.slice(0, from) + name + value.slice(to);
    applyChange(this.#field, { from, to, text: name, selection: [from + name.length, from + name.length] });
    return true;
  }

  async #findNames(): Promise<void> {
    const { value: code, selectionStart: cursor } = this.#field;
    const found = await this.#askAt((introspection) => findNames(introspection, code, cursor));
    if (!found) return;
    const { from, to, names } = found;
    const isDone = names.length === 0 || (names.length === 1 && names[0] === code.slice(from, to));
    this.#offer(isDone ? undefined : { ...found, code, cursor, chosen: 0 });
  }

  async #describeCall(): Promise<void> {
    const { value: code, selectionStart: begin } = this.#field;
    const text = await this.#askAt((introspection) => describeCall(introspection, code.slice(0, begin - 1)));
    if (!text) return;
    this.#call = { begin, text };
    this.#show();
  }

  /** Asks Python. @returns `undefined` if the user has typed on in the meantime, or left, or if Python is not ready */
  async #askAt<Answer>(question: (introspection: Introspection) => Promise<Answer>): Promise<Answer | undefined> {
    const latest = {};
    this.#question = latest;
    const { value, selectionStart } = this.#field;
    const introspection = await this.#ask();
    const answer = introspection && (await question(introspection));
    const { value: code, selectionStart: start, selectionEnd: end } = this.#field;
    const isHere = this.#question === latest && code === value && start === selectionStart && end === start;
    return isHere && this.#field.matches(':focus') ? answer : undefined;
  }

  #offer(choice: Choice | undefined): void {
    this.#choice = choice;
    this.#show();
  }

  /** Closes what no longer fits the place of the cursor. */
  readonly #onMove = (): void => {
    const { value, selectionStart: cursor } = this.#field;
    // Other code is another question, which has been asked.
    if (this.#choice?.code === value && this.#choice.cursor !== cursor) this.#offer(undefined);
    if (this.#call && !isInBrackets(value, this.#call.begin, cursor)) {
      this.#call = undefined;
      this.#show();
    }
  };

  readonly #close = (): void => {
    this.#question = {};
    this.#call = undefined;
    this.#offer(undefined);
  };

  #show(): void {
    const isShown = this.#choice !== undefined || this.#call !== undefined;
    render(this.#choice ? this.#renderChoice(this.#choice) : renderCall(this.#call), this.#popup);
    // A cell that is taken out of the page loses the focus, and what it shows.
    if (this.#popup.isConnected) this.#popup.togglePopover(isShown);
    this.#tellAssistants();
    if (isShown) this.#follow();
    else this.#following?.abort();
    this.#popup.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  #renderChoice(choice: Choice): TemplateResult {
    const { code, from, to, names, chosen } = choice;
    const typed = code.slice(from, to);
    return html`
      <div id="names" role="listbox" aria-label=${widgetCell.names}>
        ${names.map(
          (name, index) => html`
            <div id=${`name-${index}`} role="option" aria-selected=${index === chosen} @click=${() => this.#complete(choice, index)}>${renderName(name, typed)}</div>
          `,
        )}
      </div>
    `;
  }

  /** The field has the focus, and says which name is chosen. */
  #tellAssistants(): void {
    const attributes = this.#choice
      ? { 'aria-controls': 'names', 'aria-activedescendant': `name-${this.#choice.chosen}` }
      : {};
    for (const name of ['aria-controls', 'aria-activedescendant'] as const) {
      const value = attributes[name];
      if (value === undefined) this.#field.removeAttribute(name);
      else this.#field.setAttribute(name, value);
    }
  }

  /** Keeps what is shown at its text, wherever that scrolls. */
  #follow(): void {
    this.#place();
    if (this.#following?.signal.aborted === false) return;
    this.#following = new AbortController();
    const { signal } = this.#following;
    const place = () => this.#place();
    for (const target of [this.#editor, document]) target.addEventListener('scroll', place, { capture: true, signal });
    addEventListener('resize', place, { signal });
  }

  #place(): void {
    const { style } = this.#popup;
    // As wide as it likes, wherever it was.
    style.left = '0';
    const { width, height } = this.#popup.getBoundingClientRect();
    const { left, top, bottom } = placeOfText(this.#text, this.#choice?.from ?? this.#call?.begin ?? 0);
    const above = top - GAP - height;
    const below = bottom + GAP;
    const isBelow = above < 0 || (this.#choice !== undefined && below + height <= innerHeight);
    style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - MARGIN - width))}px`;
    style.top = `${isBelow ? below : above}px`;
  }
}

function renderName(name: string, typed: string): TemplateResult | string {
  if (typed === '' || !name.startsWith(typed)) return escapeBidi(name);
  return html`<b>${escapeBidi(typed)}</b>${escapeBidi(name.slice(typed.length))}`;
}

function renderCall(call: Call | undefined): TemplateResult | typeof nothing {
  return call ? html`<div role="status">${escapeBidi(call.text)}</div>` : nothing;
}
