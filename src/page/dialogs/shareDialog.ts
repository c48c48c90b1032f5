import { css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { listNames } from '../../chat/demo/listNames.ts';
import type { Session } from '../../chat/session.ts';
import { openedFiles } from '../../chat/share/openedFiles.ts';
import { firstLineOf, programsOf, type SharedPart, sharedCode, titleOf } from '../../chat/share/sharedCode.ts';
import { MAX_TITLE_LENGTH, type SharedCell, writeShareLink } from '../../chat/share/shareLink.ts';
import type { Turn } from '../../chat/transcript.ts';
import { DialogElement } from '../../elements/dialogElement.ts';
import { UserClipboard } from '../../elements/userClipboard.ts';
import { errorMessage } from '../../errors.ts';
import { dialogs as words } from '../../language/en/dialogs.ts';
import { fill, fillPlural } from '../../language/fill.ts';

/** Characters from which on some programs cut addresses. */
const LONG = 2000;
const VERY_LONG = 8000;
const ALL = 'all';
const NOTHING: SharedPart = { title: '', withText: false };

/** Makes a link with code in it. */
export class ShareDialog extends DialogElement {
  static override readonly styles = [
    ...DialogElement.styles,
    css`
      label {
        display: block;
        margin-top: 1rem;
        font-size: 0.9375rem;
        font-weight: 600;
      }

      label.check {
        display: flex;
        gap: 0.5rem;
        font-weight: 400;
      }

      select,
      input:not([type]) {
        margin-top: 0.25rem;
      }

      input[readonly] {
        font-family: var(--glove-mono);
        text-overflow: ellipsis;
      }

      .length {
        margin-top: 0.375rem;
        font-size: 0.875rem;
      }

      .problem {
        margin-top: 1rem;
        color: var(--glove-bad);
      }
    `,
  ];

  @property({ attribute: false }) session: Session | undefined;
  @state() private choice = NOTHING;
  @state() private link = '';
  @state() private problem = '';
  @query('input[readonly]') private readonly field: HTMLInputElement | null | undefined;
  readonly #clipboard = new UserClipboard(this);

  async open(): Promise<void> {
    this.choice = { ...NOTHING, title: titleOf(this.turns) };
    await this.write();
    this.dialog?.showModal();
  }

  protected override render(): TemplateResult {
    const { turns, choice } = this;
    const programs = programsOf(turns);
    const { cells } = sharedCode(turns, { ...choice, program: undefined });
    return html`
      <dialog aria-labelledby="title" @click=${this.closeOutside}>
        <form method="dialog">
          <h2 id="title">${words.shareTitle}</h2>
          <p>${words.shareAbout}</p>
          ${this.renderTitle(programs[0]?.code ?? '')}
          ${
            cells.length > 1
              ? this.renderChoice(
                  programs.map(({ code }) => code),
                  cells,
                )
              : nothing
          }
          ${turns.some(({ notebook }) => !notebook) && choice.program === undefined ? this.renderTextChoice() : nothing}
          ${this.problem === '' ? this.renderLink() : html`<p class="problem" role="alert">${this.problem}</p>`}
          <div class="buttons">
            ${this.problem === '' ? this.renderButtons() : nothing}
            <button>${words.close}</button>
            <span class="visually-hidden" role="status">${this.#clipboard.copied ? words.copied : ''}</span>
          </div>
        </form>
      </dialog>
    `;
  }

  private get turns(): readonly Turn[] {
    return this.session?.conversation?.turns ?? [];
  }

  /** @param code that stands for the title if there is none */
  private renderTitle(code: string): TemplateResult {
    const change = ({ target }: Event) => {
      if (target instanceof HTMLInputElement) this.change({ title: target.value });
    };
    // It would close the dialog.
    const keepOpen = (event: KeyboardEvent) => event.key === 'Enter' && event.preventDefault();
    return html`
      <label>
        ${words.title}
        <input
          dir="auto"
          maxlength=${MAX_TITLE_LENGTH}
          autocomplete="off"
          placeholder=${firstLineOf(code)}
          .value=${this.choice.title}
          @input=${change}
          @keydown=${keepOpen}
        />
      </label>
    `;
  }

  private renderChoice(programs: readonly string[], cells: readonly SharedCell[]): TemplateResult {
    return html`
      <label>
        ${words.whatToShare}
        <select @change=${this.choose} .value=${String(this.choice.program ?? ALL)}>
          <option value=${ALL}>${fill(words.everything, { parts: this.describe(cells) })}</option>
          ${programs.map((code, index) => html`<option value=${index}>${index + 1}: ${firstLineOf(code)}</option>`)}
        </select>
      </label>
    `;
  }

  /** Says how much is shared. The code of a notebook is in cells. */
  private describe(cells: readonly SharedCell[]): string {
    const texts = cells.filter(({ type }) => type === 'text').length;
    const code = fillPlural(this.turns[0]?.notebook ? words.cells : words.programs, cells.length - texts);
    return texts === 0 ? code : fill(words.both, { first: code, second: fillPlural(words.texts, texts) });
  }

  private renderTextChoice(): TemplateResult {
    const change = ({ target }: Event) =>
      this.change({ withText: target instanceof HTMLInputElement && target.checked });
    return html`
      <label class="check">
        <input type="checkbox" .checked=${this.choice.withText} @change=${change} /> ${words.withText}
      </label>
    `;
  }

  private renderLink(): TemplateResult {
    const select = () => this.field?.select();
    return html`
      <label>
        ${words.link}
        <input readonly .value=${this.link} @focus=${select} />
      </label>
      <p class="length">${describeLength(this.link.length)}</p>
      ${this.renderMissing()}
    `;
  }

  /** Says which files the code needs that the link does not bring. */
  private renderMissing(): TemplateResult | typeof nothing {
    const { cells } = sharedCode(this.turns, this.choice);
    const programs = cells.flatMap((cell) => (cell.type === 'code' && cell.language === 'PYTHON' ? [cell.code] : []));
    const files = openedFiles(
      programs,
      (this.session?.python.files ?? []).map(({ path }) => path),
    );
    if (files.length === 0) return nothing;
    return html`<p class="length" role="note">${fillPlural(words.filesMissing, files.length, { names: listNames(files) })}</p>`;
  }

  private renderButtons(): TemplateResult {
    const share = () => navigator.share({ title: document.title, url: this.link }).catch(() => {});
    return html`
      <button type="button" class="primary" autofocus @click=${this.copy}>${this.#clipboard.copied ? words.copied : words.copyLink}</button>
      ${canShare(this.link) ? html`<button type="button" @click=${share}>${words.share}</button>` : nothing}
    `;
  }

  private choose({ target }: Event): void {
    const value = target instanceof HTMLSelectElement ? target.value : ALL;
    this.change({ program: value === ALL ? undefined : Number(value) });
  }

  private change(change: Partial<SharedPart>): void {
    this.choice = { ...this.choice, ...change };
    this.write();
  }

  private async write(): Promise<void> {
    this.#clipboard.forget();
    const { choice } = this;
    try {
      const link = await writeShareLink(sharedCode(this.turns, choice), location.origin + location.pathname);
      // Another choice may have been made meanwhile.
      if (choice === this.choice) this.link = link;
      this.problem = '';
    } catch (error) {
      this.problem = errorMessage(error);
    }
  }

  private async copy(): Promise<void> {
    await this.#clipboard.copy(this.link);
  }
}

/** Phones have a menu for it. */
function canShare(url: string): boolean {
  return (
    typeof navigator.canShare === 'function' && matchMedia('(pointer: coarse)').matches && navigator.canShare({ url })
  );
}

function describeLength(count: number): string {
  if (count <= LONG) return fill(words.length, { count });
  return fill(count <= VERY_LONG ? words.long : words.veryLong, { count });
}
