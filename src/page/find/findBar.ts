import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { focusPath } from '../../elements/cell/focus.ts';
import { sharedStyles } from '../../elements/styles/shared.ts';
import { find } from '../../language/en/find.ts';
import { fill } from '../../language/fill.ts';
import { findBarStyles } from './findBarStyles.ts';
import { findMatches, type Match } from './findMatches.ts';
import { MatchMarks } from './markMatches.ts';
import { type Root, readText } from './readText.ts';
import { revealMatch } from './revealMatch.ts';

/** What changes the text of a conversation. */
const TEXT_CHANGES: MutationObserverInit = { childList: true, characterData: true, subtree: true };

/** A field that searches what the page shows, over all of the conversation. */
export class FindBar extends LitElement {
  static override readonly styles = [sharedStyles, findBarStyles];

  @state() private isOpen = false;
  @state() private text = '';
  @state() private found: readonly Match[] = [];
  /** The number of the current match, from 0. */
  @state() private current = 0;
  @query('input') private readonly field: HTMLInputElement | null | undefined;

  readonly #marks = new MatchMarks();
  readonly #changes = new MutationObserver(() => this.searchSoon());
  /** Elements that are loaded later show their text without a change in what is around them. */
  readonly #growth = new ResizeObserver(() => this.searchSoon());
  #searched: Element | undefined;
  #roots: ReadonlySet<Root> = new Set();
  #frame: number | undefined;
  #focusedBefore: Element | undefined;

  /**
   * Opens the bar with the focus in its field.
   *
   * @param text to search. Default: what was searched last
   */
  async open(searched: Element, text = this.text): Promise<void> {
    const isNew = !this.isOpen || text !== this.text;
    if (!this.isOpen) this.#focusedBefore = focusPath().at(-1);
    this.#searched = searched;
    this.text = text;
    this.isOpen = true;
    this.#growth.observe(searched);
    await this.updateComplete;
    this.field?.focus();
    this.field?.select();
    if (isNew) this.searchAnew();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing;
    const isIdle = this.found.length === 0;
    return html`
      <form role="search" aria-label=${find.title} @submit=${this.goOn} @keydown=${this.onKey}>
        <input
          type="text"
          aria-label=${find.title}
          placeholder=${find.title}
          autocomplete="off"
          enterkeyhint="search"
          .value=${this.text}
          @input=${this.onInput}
        />
        <output>${this.describeMatches()}</output>
        <button type="button" class="quiet" aria-label=${find.previous} title=${find.previous} ?disabled=${isIdle} @click=${() => this.go(-1)}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 15 6-6 6 6" /></svg>
        </button>
        <button class="quiet" aria-label=${find.next} title=${find.next} ?disabled=${isIdle}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 9 6 6 6-6" /></svg>
        </button>
        <button type="button" class="quiet" aria-label=${find.close} title=${find.close} @click=${this.close}>
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 6 12 12M18 6 6 18" /></svg>
        </button>
      </form>
    `;
  }

  protected override updated(changed: PropertyValues): void {
    if (!this.isOpen || !(changed.has('found') || changed.has('current'))) return;
    this.#marks.show(this.#roots, this.found, this.found[this.current]);
  }

  private describeMatches(): string {
    if (this.text.trim() === '') return '';
    if (this.found.length === 0) return find.none;
    return fill(find.count, { number: this.current + 1, count: this.found.length });
  }

  private onInput({ target }: InputEvent): void {
    if (!(target instanceof HTMLInputElement)) return;
    this.text = target.value;
    this.searchAnew();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const goesBack = event.key === 'Enter' && event.shiftKey && event.target === this.field;
    if (!goesBack && event.key !== 'Escape') return;
    event.preventDefault();
    if (goesBack) this.go(-1);
    else this.close();
  }

  private goOn(event: SubmitEvent): void {
    event.preventDefault();
    this.go(1);
  }

  /** Goes to the next match, or to the one before; round at the ends. */
  private go(step: 1 | -1): void {
    const { length } = this.found;
    this.current = length === 0 ? 0 : (this.current + step + length) % length;
    this.reveal();
  }

  /** Begins with the first match. */
  private searchAnew(): void {
    this.found = [];
    this.current = 0;
    this.search();
  }

  /** Searches when the text has changed: once for all changes of a frame. */
  private searchSoon(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.search();
    });
  }

  private search(): void {
    if (!this.#searched || !this.isOpen) return;
    const { passages, roots } = readText(this.#searched);
    for (const root of roots) this.#changes.observe(root, TEXT_CHANGES);
    this.#roots = roots;
    const isFirst = this.found.length === 0;
    this.found = findMatches(passages, this.text);
    this.current = Math.min(this.current, Math.max(0, this.found.length - 1));
    if (isFirst) this.reveal();
  }

  private reveal(): void {
    const match = this.found[this.current];
    if (match) revealMatch(match);
  }

  private close(): void {
    this.stop();
    const before = this.#focusedBefore;
    // Stays where the match is.
    if (before instanceof HTMLElement || before instanceof SVGElement) before.focus({ preventScroll: true });
  }

  private stop(): void {
    this.isOpen = false;
    this.#changes.disconnect();
    this.#growth.disconnect();
    this.#marks.clear();
    this.found = [];
  }
}
