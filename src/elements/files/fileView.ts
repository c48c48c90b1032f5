import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { errorMessage, TableError } from '../../errors.ts';
import { files } from '../../language/en/content/files.ts';
import { fill } from '../../language/fill.ts';
import type { SandboxTables } from '../../sandbox/tables/sandboxTables.ts';
import type { TableFile, TableFileOptions } from '../../sandbox/tables/tableData.ts';
import { escapeBidi } from '../../text/controlCharacters.ts';
import { visibleName } from '../../text/safeName.ts';
import { lineNumbers } from '../cell/lineNumbers.ts';
import { requestPython } from '../pythonEvents.ts';
import { sharedStyles } from '../styles/shared.ts';
import { describeTableError } from '../tables/describeTableError.ts';
import { type FileContent, hasText, needsPackage, readContent, textOf } from './fileContent.ts';
import { fileViewStyles } from './fileViewStyles.ts';
import { kindOf, type ShownFile } from './shownFile.ts';

/** What is in a file: tables, a picture, a tree, text. Python reads the tables, if it is running. */
export class FileView extends LitElement {
  static override readonly styles = [sharedStyles, ...fileViewStyles];

  @property({ attribute: false }) file: ShownFile | undefined;
  @state() private content: FileContent | undefined;
  /** The text of a file that is shown as a table. */
  @state() private text: (FileContent & { type: 'text' }) | undefined;
  @state() private isBusy = false;
  /** Why a query has no result. */
  @state() private problem: string | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('file')) this.load();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { file, content, text } = this;
    if (!file) return nothing;
    if (!content) return html`<p role="status"><span class="spinner"></span> ${describeReading(file)}</p>`;
    if (content.type !== 'tables') return html`${this.renderContent(file, content)} ${this.renderRetry(content)}`;
    return html`
      ${this.renderTools(file, content.opened)}
      ${text ? this.renderContent(file, text) : this.renderTable(file, content.opened)}
    `;
  }

  private renderContent(file: ShownFile, content: Exclude<FileContent, { type: 'tables' }>): TemplateResult {
    switch (content.type) {
      case 'picture':
        return html`<img src="data:${content.mimeType};base64,${content.data}" alt=${visibleName(file.path)} />`;
      case 'audio':
      case 'video':
        return html`<glove-media-player type=${content.type} .bytes=${content.bytes} label=${visibleName(file.path)}></glove-media-player>`;
      case 'tree':
        return html`
          <div class="box tree" tabindex="0" role="region" aria-label=${files.contents}>
            <glove-json-tree .value=${content.value} open></glove-json-tree>
          </div>
        `;
      case 'text':
        return renderText(content);
      case 'none':
        return html`<p>${content.reason}</p>`;
    }
  }

  /** Only where reading it again can help. */
  private renderRetry(content: FileContent): TemplateResult | typeof nothing {
    if (!('mayChange' in content && content.mayChange)) return nothing;
    return html`<p><button type="button" @click=${this.load}>${files.tryAgain}</button></p>`;
  }

  private renderTools(file: ShownFile, opened: TableFile): TemplateResult {
    return html`
      <div class="tools row">
        ${opened.parts.length > 1 && !this.text ? this.renderParts(file, opened) : nothing}
        ${kindOf(file) === 'database' ? this.renderQuery() : nothing}
        ${
          hasText(file)
            ? html`<button type="button" class="quiet" @click=${this.toggleText}>${this.text ? files.asTable : files.asText}</button>`
            : nothing
        }
        <span class="visually-hidden" role="status">${this.isBusy ? files.readingPart : ''}</span>
        ${this.isBusy ? html`<span class="spinner" aria-hidden="true"></span>` : nothing}
      </div>
      <p class="problem" role="status">${this.problem}</p>
    `;
  }

  private renderParts({ path }: ShownFile, { parts, part }: TableFile): TemplateResult {
    return html`
      <label for="part">${/\.xls[xm]$/i.test(path) ? files.sheet : files.table}</label>
      <select id="part" @change=${this.choose}>
          ${part === null ? html`<option selected disabled>${files.result}</option>` : nothing}
          ${parts.map((each, index) => html`<option value=${index} ?selected=${each === part}>${escapeBidi(each)}</option>`)}
      </select>
    `;
  }

  private renderQuery(): TemplateResult {
    return html`
      <form class="row" @submit=${this.ask}>
        <input name="query" aria-label=${files.query} placeholder="SELECT …" autocomplete="off" autocapitalize="off" spellcheck="false" />
        <button>${files.runQuery}</button>
      </form>
    `;
  }

  private renderTable({ path }: ShownFile, { part, table, note }: TableFile): TemplateResult {
    const name = visibleName(part === null ? path : fill(files.partOf, { part: part ?? '', file: path }));
    return html`
      ${table ? html`<glove-table-view .table=${table} .name=${name}></glove-table-view>` : nothing}
      ${(note ?? (table ? undefined : files.noRows)) ? html`<p>${note ?? files.noRows}</p>` : nothing}
    `;
  }

  private async load(): Promise<void> {
    const { file } = this;
    this.content = this.text = this.problem = undefined;
    this.isBusy = false;
    if (!file) return;
    const content = await this.read(file);
    if (file === this.file) this.content = content;
  }

  private async read(file: ShownFile): Promise<FileContent> {
    try {
      return await readContent(file, await this.findTables());
    } catch (error) {
      const mayChange = kindOf(file) === 'table' || kindOf(file) === 'database';
      return { type: 'none', reason: fill(files.notRead, { reason: errorMessage(error) }), mayChange };
    }
  }

  private async toggleText(): Promise<void> {
    const { file } = this;
    if (this.text || !file) {
      this.text = undefined;
      return;
    }
    try {
      const text = textOf(new Uint8Array(await (await file.read()).arrayBuffer()));
      if (file === this.file) this.text = text;
    } catch (error) {
      this.problem = errorMessage(error);
    }
  }

  private choose({ currentTarget }: Event): void {
    if (this.content?.type !== 'tables') return;
    const part = this.content.opened.parts[Number((currentTarget as HTMLSelectElement).value)];
    if (part !== undefined) this.open({ part });
  }

  private ask(event: SubmitEvent): void {
    event.preventDefault();
    const query = new FormData(event.currentTarget as HTMLFormElement).get('query');
    if (typeof query === 'string' && query.trim() !== '') this.open({ query: query.trim() });
  }

  /** Shows another table of the file. If that fails, the shown one stays. */
  private async open(options: TableFileOptions): Promise<void> {
    const { file } = this;
    if (!file || this.isBusy) return;
    this.isBusy = true;
    this.problem = undefined;
    try {
      const opened = await (await this.findTables())?.open(file.own ?? file.path, options);
      if (file !== this.file) return;
      if (opened) this.content = { type: 'tables', opened };
      else this.problem = files.notRunning;
    } catch (error) {
      if (file === this.file)
        this.problem = error instanceof TableError ? describeTableError(error) : errorMessage(error);
    } finally {
      if (file === this.file) this.isBusy = false;
    }
  }

  private findTables(): Promise<SandboxTables | undefined> {
    return new Promise((give) => requestPython(this, { type: 'tables', give }));
  }
}

/** The first file of a kind may take as long as a download. */
function describeReading(file: ShownFile): string {
  return needsPackage(file) ? files.readingPackage : files.reading;
}

function renderText({ text, isCut, note }: FileContent & { type: 'text' }): TemplateResult {
  return html`
    ${note === undefined ? nothing : html`<p>${note}</p>`}
    <div class="box text" tabindex="0" role="region" aria-label=${files.beginning}>
      <div class="lines" data-lines=${lineNumbers(text)}><pre>${text}</pre></div>
    </div>
    ${isCut ? html`<p>${files.onlyBeginning}</p>` : nothing}
  `;
}
