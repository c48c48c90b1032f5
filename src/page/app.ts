import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { listDemos } from '../chat/demo/demos.ts';
import { packagesObstacle } from '../chat/demo/packagesObstacle.ts';
import { explainError } from '../chat/errors/explainError.ts';
import { describeKeepingProblem } from '../chat/labels.ts';
import type { OpenedConversation, Session } from '../chat/session.ts';
import { isRunning } from '../chat/transcript.ts';
import { ChangeController } from '../elements/changeController.ts';
import type { Composer } from '../elements/composer/composer.ts';
import type { ConversationView } from '../elements/conversation/conversationView.ts';
import {
  type Action,
  ActionEvent,
  type AskEvent,
  type NotesEvent,
  type PlayEvent,
  type SettingsEvent,
} from '../elements/events.ts';
import { downloadFile } from '../elements/files/downloadFile.ts';
import { PythonRequestEvent } from '../elements/pythonEvents.ts';
import { sharedStyles } from '../elements/styles/shared.ts';
import { appStyles } from './appStyles.ts';
import type { DemoListState } from './demoList.ts';
import type { Confirmation, ConfirmDialog } from './dialogs/confirmDialog.ts';
import type { DialogName, Dialogs } from './dialogs/dialogs.ts';
import type { FilesEvent } from './files/dropZone.ts';
import type { FilePreviewDialog } from './files/filePreviewDialog.ts';
import type { FileTray } from './files/fileTray.ts';
import { loadConversation } from './lazyElements.ts';
import type { SessionBar } from './sessionBar.ts';
import type { PageUpdates } from './updates/pageUpdates.ts';

/** The name of what was typed and not asked, in this tab. */
const DRAFT = 'glovebox-draft';

/** The whole page: draws the session that it is given, and turns what the reader does into calls of it. */
export class App extends LitElement {
  static override readonly styles = [sharedStyles, appStyles];

  @property({ attribute: false }) session: Session | undefined;
  /** Newer builds of the page, where the browser keeps it. */
  @property({ attribute: false }) updates: PageUpdates | undefined;
  /** What is being done with a file, in words. */
  @state() private work = '';
  @state() private demos: DemoListState = { state: 'loading' };
  @query('glove-conversation-view') private readonly conversation: ConversationView | null | undefined;
  @query('glove-dialogs') private readonly dialogs: Dialogs | null | undefined;
  @query('glove-composer') private readonly composer: Composer | null | undefined;
  @query('glove-confirm-dialog') private readonly confirm: ConfirmDialog | null | undefined;
  @query('input[type="file"]') private readonly fileInput: HTMLInputElement | null | undefined;
  @state() private filesOpen = false;
  /** What the settings have kept the user from, to be done once they allow it. */
  @state() private postponed: (() => void) | undefined;
  @query('glove-session-bar') private readonly sessionBar: SessionBar | null | undefined;
  @query('glove-file-tray') private readonly fileTray: FileTray | null | undefined;
  @query('glove-file-preview') private readonly filePreview: FilePreviewDialog | null | undefined;
  @query('main') private readonly main: HTMLElement | null | undefined;

  readonly #watch = new ChangeController(this);
  readonly #onConnection = () => this.requestUpdate();
  readonly #onKey = (event: KeyboardEvent) => this.goToQuestion(event);

  constructor() {
    super();
    this.addEventListener('glove-play', this.onPlay);
    this.addEventListener('glove-ask', this.onAsk);
    this.addEventListener('glove-settings', this.onSettings);
    this.addEventListener('glove-notes', this.onNotes);
    this.addEventListener('glove-action', this.onAction);
    this.addEventListener('glove-files', this.onFiles);
    this.addEventListener('glove-python', this.onPython);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listDemos();
    addEventListener('online', this.#onConnection);
    addEventListener('offline', this.#onConnection);
    addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#onConnection);
    removeEventListener('offline', this.#onConnection);
    removeEventListener('keydown', this.#onKey);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('session')) this.#watch.watch(this.session);
    if (this.session?.conversation) loadConversation();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (!session) return nothing;
    return html`
      <button class="skip" @click=${() => this.composer?.focus()}>Skip to your question</button>
      <div class="top">${this.renderHeader(session)} ${this.renderUpdate(session)}</div>
      <main tabindex="-1">
        ${session.conversation ? this.renderConversation(session) : this.renderWelcome(session)}
        <div role="status">${this.renderKeepingProblem(session)}</div>
      </main>
      <section class="dock" aria-label="Ask">
        ${this.filesOpen ? this.renderFiles(session) : nothing}
        <glove-composer
          keep-as=${DRAFT}
          ?running=${session.running}
          obstacle=${ifDefined(session.obstacle)}
        ></glove-composer>
        <div class="status">
          <glove-engine-status .engine=${session.engine} ?running=${isPythonRunning(session)}></glove-engine-status>
          ${session.conversation || this.filesOpen ? this.renderBar(session) : nothing}
          ${renderNoteCount(session.notes.length)}
          <span class="source" role="status" title=${describeSource(session)}>
            ${this.work || describeSource(session)}
          </span>
        </div>
      </section>
      <glove-drop-zone .words=${DROP_WORDS[destinationOf(session)]}></glove-drop-zone>
      <glove-file-preview></glove-file-preview>
      <glove-dialogs .session=${session} ?asks=${this.postponed !== undefined}></glove-dialogs>
      <glove-confirm-dialog></glove-confirm-dialog>
    `;
  }

  private renderHeader(session: Session): TemplateResult {
    return html`
      <header>
        <button
          class="quiet all"
          aria-label="All conversations"
          title="All conversations"
          @click=${() => this.openDialog('conversations')}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h10" /></svg>
        </button>
        <span class="brand"><img src="./icon.svg" alt="" /><span>Glovebox</span></span>
        <glove-conversation-menu
          ?hasConversation=${session.hasLiveConversation}
          ?hasDemos=${session.conversation !== undefined}
          ?shown=${session.conversation !== undefined}
          notes=${session.notes.length}
          ?busy=${session.running || this.work !== ''}
        ></glove-conversation-menu>
        <input type="file" hidden aria-label="Saved conversation" @change=${this.openFile} />
        <button class="quiet" @click=${() => this.openSettings()}>Settings</button>
      </header>
    `;
  }

  private renderUpdate({ running, python, settings }: Session): TemplateResult {
    return html`<glove-update-note
      .updates=${this.updates}
      ?busy=${running || python.running || this.work !== ''}
      ?forgetsKey=${settings.apiKey !== '' && !settings.keepsKey}
    ></glove-update-note>`;
  }

  private renderBar(session: Session): TemplateResult {
    const { python, conversation, settings } = session;
    const isLive = conversation?.source.type === 'live';
    return html`<glove-session-bar
      .engine=${session.engine}
      .memory=${python.memory}
      .files=${python.files}
      .mode=${isLive && settings.apiKey !== '' && settings.mode !== 'demos' ? settings.mode : undefined}
      ?filesOpen=${this.filesOpen}
      ?busy=${session.running || python.running || python.busyWith !== undefined}
      ?ownRun=${python.running}
      ?live=${isLive}
    ></glove-session-bar>`;
  }

  private renderFiles({ python, engine }: Session): TemplateResult {
    return html`<glove-file-tray .files=${python.files} ?ready=${engine.state === 'ready'}></glove-file-tray>`;
  }

  private renderWelcome({ canGoBack, settings }: Session): TemplateResult {
    return html`
      <div class="welcome"><slot></slot></div>
      ${canGoBack ? html`<button class="back" @click=${this.goBack}>Back to your conversation</button>` : nothing}
      <glove-demo-list .list=${this.demos} .obstacle=${packagesObstacle(settings)}></glove-demo-list>
    `;
  }

  private renderKeepingProblem({ keepingProblem, conversation }: Session): TemplateResult | typeof nothing {
    if (!keepingProblem || conversation?.source.type === 'demo') return nothing;
    return html`
      <div class="problem">
        <p>${describeKeepingProblem(keepingProblem)}</p>
        <p class="detail">${keepingProblem.reason}</p>
      </div>
    `;
  }

  private renderConversation({ conversation, engine, python, running }: Session): TemplateResult {
    return html`
      <h1 class="visually-hidden">Conversation</h1>
      <glove-conversation-view
        .conversation=${conversation}
        .engine=${engine}
        .runs=${python.runs}
        ?busy=${running || python.running}
      ></glove-conversation-view>
    `;
  }

  /** As many sites have it, a slash leads to where one types. */
  private goToQuestion(event: KeyboardEvent): void {
    const [target] = event.composedPath();
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || takesText(target)) return;
    event.preventDefault();
    this.composer?.focus();
  }

  private onPlay({ demo }: PlayEvent): void {
    this.session?.playDemo(demo);
    this.showConversation();
  }

  private onAsk(event: AskEvent): void {
    if (this.session?.ask(event.question, event.files) === 'asked') this.showConversation();
    else event.preventDefault();
  }

  private async onSettings({ settings }: SettingsEvent): Promise<void> {
    const { session, postponed } = this;
    if (!session) return;
    session.settings = settings;
    await this.updateComplete;
    if (postponed && !session.obstacle) postponed();
    else this.composer?.focus();
  }

  private onAction({ action }: ActionEvent): void {
    const does: Record<Action, () => void> = {
      stop: () => this.session?.stop(),
      retry: () => this.retry(),
      rephrase: () => this.rephrase(),
      'take-back': () => this.takeBack(),
      'start-anew': () => this.startAnew(),
      'save-file': () => this.saveFile(),
      'open-file': () => this.fileInput?.click(),
      'show-demos': () => this.showDemos(),
      'load-engine': () => this.session?.loadEngine(),
      'open-settings': () => this.openSettings(),
      'open-notes': () => this.openDialog('notes'),
      'open-conversations': () => this.openDialog('conversations'),
      'open-statistics': () => this.openDialog('statistics'),
      'show-conversation': () => this.showConversation(),
      'export-notebook': () => this.exportAs('notebook'),
      'export-script': () => this.exportAs('script'),
      'list-demos': () => this.listDemos(),
      'toggle-files': () => this.toggleFiles(),
      update: () => this.reload(),
      'update-later': () => this.updates?.putOff(),
    };
    does[action]();
  }

  /** With the newer build of the page, once everything is kept. */
  private async reload(): Promise<void> {
    await this.session?.whenKept();
    await this.updates?.reload();
  }

  private onNotes({ notes }: NotesEvent): void {
    if (this.session) this.session.notes = notes;
  }

  /** Resolves once the reader has decided. */
  async ask(confirmation: Confirmation): Promise<boolean> {
    return (await this.confirm?.ask(confirmation)) ?? false;
  }

  preview(file: Parameters<FilePreviewDialog['show']>[0]): void {
    this.filePreview?.show(file);
  }

  private async onPython({ request }: PythonRequestEvent): Promise<void> {
    const { doPythonRequest } = await import('./pythonRequests.ts');
    if (this.session) await doPythonRequest(request, this.session, this);
  }

  private onFiles({ files }: FilesEvent): void {
    if (!this.session) return;
    if (destinationOf(this.session) === 'question') this.composer?.attachFiles(files);
    else this.giveToPython(files);
  }

  private giveToPython(files: readonly File[]): void {
    if (!this.filesOpen) this.toggleFiles();
    this.dispatchEvent(new PythonRequestEvent({ type: 'add-files', files }));
  }

  /** What was new has been seen when the tray is closed. */
  private async toggleFiles(): Promise<void> {
    loadConversation();
    const { session } = this;
    this.filesOpen = !this.filesOpen;
    if (!this.filesOpen) session?.python.markFilesSeen();
    else session?.python.refresh();
    await this.updateComplete;
    if (this.filesOpen) this.fileTray?.focus();
    else this.sessionBar?.focusFiles();
  }

  /** The key of an earlier visit is gone, and with it what Retry takes. */
  private retry(): void {
    this.session?.retry();
    if (this.session?.obstacle && !this.session.running) this.openSettings(() => this.retry());
    else this.showConversation();
  }

  /** @param postponed what the settings have kept the user from; without it, the question that waits to be asked, if any */
  private openSettings(postponed?: () => void): void {
    const { composer } = this;
    this.postponed = postponed ?? (composer?.isWaiting ? () => composer.ask() : undefined);
    this.openDialog('settings');
  }

  /** Has the question that got no answer typed again, to be changed. */
  private rephrase(): void {
    const last = this.session?.conversation?.turns.at(-1);
    if (last) this.composer?.take(last.question, last.files);
  }

  private openDialog(name: DialogName): void {
    this.doing('', async () => this.dialogs?.open(name));
  }

  private takeBack(): void {
    this.session?.takeBack();
    this.showConversation();
  }

  private showDemos(): void {
    this.session?.showDemos();
    this.showTop();
  }

  private goBack(): void {
    this.session?.goBack();
    this.showConversation();
  }

  private startAnew(): void {
    this.session?.startAnew();
    this.showTop();
  }

  private async exportAs(format: 'notebook' | 'script'): Promise<void> {
    await this.doing('Exporting…', async () => {
      const { conversation } = this.session ?? {};
      const { exportConversation } = await import('../chat/notebook/exportConversation.ts');
      if (conversation) downloadFile(await exportConversation(conversation.turns, format));
    });
  }

  private async saveFile(): Promise<void> {
    await this.doing('Saving…', async () => {
      const file = await this.session?.save();
      if (file) downloadFile(file);
    });
  }

  private async openFile(): Promise<void> {
    const { fileInput } = this;
    const file = fileInput?.files?.[0];
    if (!fileInput || !file) return;
    await this.doing('Opening the file…', async () => {
      const opened = await this.session?.open(file);
      if (!opened) return;
      if (await this.confirmOpening(opened)) opened.takeOver();
      else opened.close();
    });
    // The same file may be chosen again.
    fileInput.value = '';
    this.showConversation();
  }

  private async confirmOpening({ problem }: OpenedConversation): Promise<boolean> {
    if (!problem) return true;
    const confirmed = await this.confirm?.ask({
      title: 'Open this conversation?',
      text: 'The variables and files in the file cannot be brought back: its Python starts afresh.',
      detail: problem.reason,
      action: 'Open it',
    });
    return confirmed ?? false;
  }

  /** Does something with a file, and says what went wrong. */
  private async doing(words: string, work: () => Promise<void>): Promise<void> {
    this.work = words;
    try {
      await work();
    } catch (error) {
      const { title, advice, detail } = explainError(error);
      this.confirm?.ask({ title, text: advice, detail });
    } finally {
      this.work = '';
    }
  }

  private showTop(): void {
    this.main?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** What had the focus may be gone: a card in the welcome, a Retry button. */
  private async showConversation(): Promise<void> {
    await this.updateComplete;
    if (!this.shadowRoot?.activeElement) this.main?.focus({ preventScroll: true });
    await customElements.whenDefined('glove-conversation-view');
    this.conversation?.follow();
  }

  private async listDemos(): Promise<void> {
    this.demos = { state: 'loading' };
    try {
      this.demos = { state: 'ready', demos: await listDemos() };
    } catch (error) {
      this.demos = { state: 'failed', error };
    }
  }
}

function renderNoteCount(count: number): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  const open = ({ currentTarget }: Event) => currentTarget?.dispatchEvent(new ActionEvent('open-notes'));
  return html`<button class="quiet notes" @click=${open}>${count === 1 ? '1 note' : `${count} notes`}</button>`;
}

/** Whether a slash means a slash there. What is in a dialog stays in it. */
function takesText(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, dialog') !== null;
}

/** What becomes of files that are dropped on the page, or pasted. */
const DROP_WORDS = {
  question: 'Drop to send along with your question',
  python: 'Drop to put where Python finds it',
} as const;

/** Without a model to ask, Python alone can do something with files. */
function destinationOf({ obstacle, conversation }: Session): keyof typeof DROP_WORDS {
  return !obstacle && conversation?.source.type !== 'demo' ? 'question' : 'python';
}

function isPythonRunning({ python, conversation }: Session): boolean {
  return python.running || (conversation?.turns.at(-1)?.entries.some(isRunning) ?? false);
}

/** Where the answer to the next question comes from. */
function describeSource({ settings, conversation }: Session): string {
  if (!navigator.onLine) return 'You are offline';
  if (settings.mode === 'demos') return 'Offline demos only';
  if (settings.apiKey !== '' && conversation?.source.type !== 'demo') return settings.model;
  if (conversation?.source.type === 'live') return 'No API key';
  return conversation ? 'Offline demo' : 'Offline demos';
}
