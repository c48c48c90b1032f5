import { css, html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Session } from '../../chat/session.ts';
import { programsOf, type SharedPart, sharedCode } from '../../chat/share/sharedCode.ts';
import { writeShareLink } from '../../chat/share/shareLink.ts';
import type { Turn } from '../../chat/transcript.ts';
import { DialogElement } from '../../elements/dialogElement.ts';
import { UserClipboard } from '../../elements/userClipboard.ts';
import { errorMessage } from '../../errors.ts';
import { dialogs as words } from '../../language/en/dialogs.ts';
import { fill } from '../../language/fill.ts';

/** Characters from which on some programs cut addresses. */
const LONG = 2000;
const VERY_LONG = 8000;
const ALL = 'all';
const MAX_NAME_LENGTH = 60;

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
      input[readonly] {
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
  @state() private choice: SharedPart = { withText: false };
  @state() private link = '';
  @state() private problem = '';
  @query('input[readonly]') private readonly field: HTMLInputElement | null | undefined;
  readonly #clipboard = new UserClipboard(this);

  async open(): Promise<void> {
    this.choice = { withText: false };
    await this.write();
    this.dialog?.showModal();
  }

  protected override render(): TemplateResult {
    const { turns } = this;
    const programs = programsOf(turns);
    return html`
      <dialog aria-labelledby="title" @click=${this.closeOutside}>
        <form method="dialog">
          <h2 id="title">${words.shareTitle}</h2>
          <p>${words.shareAbout}</p>
          ${programs.length > 1 ? this.renderChoice(programs.map(({ code }) => code)) : nothing}
          ${turns.some(({ notebook }) => !notebook) && this.choice.program === undefined ? this.renderTextChoice() : nothing}
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

  private renderChoice(programs: readonly string[]): TemplateResult {
    return html`
      <label>
        ${words.whatToShare}
        <select @change=${this.choose} .value=${String(this.choice.program ?? ALL)}>
          <option value=${ALL}>${fill(words.allPrograms, { count: programs.length })}</option>
          ${programs.map((code, index) => html`<option value=${index}>${index + 1}: ${nameOf(code)}</option>`)}
        </select>
      </label>
    `;
  }

  private renderTextChoice(): TemplateResult {
    const change = ({ target }: Event) => {
      this.choice = { ...this.choice, withText: target instanceof HTMLInputElement && target.checked };
      this.write();
    };
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
    `;
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
    this.choice = { ...this.choice, program: value === ALL ? undefined : Number(value) };
    this.write();
  }

  private async write(): Promise<void> {
    this.#clipboard.forget();
    try {
      this.link = await writeShareLink(sharedCode(this.turns, this.choice), location.origin + location.pathname);
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

/** The first line that says something. */
function nameOf(code: string): string {
  const [line = ''] = code.trim().split('\n', 1);
  return line.length > MAX_NAME_LENGTH ? `${line.slice(0, MAX_NAME_LENGTH)}…` : line;
}

function describeLength(count: number): string {
  if (count <= LONG) return fill(words.length, { count });
  return fill(count <= VERY_LONG ? words.long : words.veryLong, { count });
}
