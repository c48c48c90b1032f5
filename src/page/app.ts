import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { loadPagePart } from '../chat/errors/pageFileError.ts';
import { AUTOSAVE_PROBLEMS } from '../chat/labels.ts';
import type { TurnChange } from '../chat/live/changeTurns.ts';
import type { PageSession } from '../chat/pageSession.ts';
import { type Entry, isCode, isRunning } from '../chat/transcript.ts';
import { ChangeController } from '../elements/changeController.ts';
import type { Composer } from '../elements/composer/composer.ts';
import type { ConversationView } from '../elements/conversation/conversationView.ts';
import type { TurnEvent } from '../elements/conversation/turnEvent.ts';
import { act } from '../elements/events.ts';
import type { FilePreviewDialog } from '../elements/files/filePreviewDialog.ts';
import { sharedStyles } from '../elements/styles/shared.ts';
import { app } from '../language/en/app.ts';
import { fillPlural } from '../language/fill.ts';
import { appStyles } from './appStyles.ts';
import type { DemoList } from './demoList.ts';
import { describeSource } from './describeSource.ts';
import type { ConfirmDialog } from './dialogs/confirmDialog.ts';
import type { Dialogs } from './dialogs/dialogs.ts';
import { DockHeight } from './dockHeight.ts';
import type { FindBar } from './find/findBar.ts';
import { loadConversation, loadFind } from './lazyElements.ts';
import { type ActionHost, goToQuestion, PageActions } from './pageActions.ts';
import { isFindKey, takesText } from './pageKeys.ts';
import type { SessionBar } from './sessionBar.ts';
import type { Tray, TrayView } from './tray/tray.ts';
import type { PageUpdates } from './updates/pageUpdates.ts';
import { ownKeyStyles, renderOwnKey } from './welcome/ownKey.ts';
import { proofStyles, renderProofs } from './welcome/proofs.ts';

/** The name under which this tab stores text that was typed and not asked. */
const DRAFT = 'glovebox-draft';

/** The whole page. It draws the session; {@link PageActions} handles what the user does. */
export class App extends LitElement implements ActionHost {
  static override readonly styles = [sharedStyles, appStyles, proofStyles, ownKeyStyles];

  @property({ attribute: false }) session: PageSession | undefined;
  /** Newer builds of the page, if the browser stores the page. */
  @property({ attribute: false }) updates: PageUpdates | undefined;
  @query('glove-composer') readonly composer: Composer | null | undefined;
  @query('glove-dialogs') readonly dialogs: Dialogs | null | undefined;
  @query('glove-confirm-dialog') readonly confirm: ConfirmDialog | null | undefined;
  @query('input[type="file"]') readonly fileInput: HTMLInputElement | null | undefined;
  @query('glove-session-bar') readonly sessionBar: SessionBar | null | undefined;
  @query('glove-tray') readonly tray: Tray | null | undefined;
  @query('glove-file-preview') readonly filePreview: FilePreviewDialog | null | undefined;
  @query('glove-conversation-view') private readonly conversation: ConversationView | null | undefined;
  @query('glove-demo-list') readonly demoList: DemoList | null | undefined;
  @query('glove-find-bar') private readonly findBar: FindBar | null | undefined;
  @query('main') private readonly main: HTMLElement | null | undefined;

  protected readonly dock = new DockHeight(this);
  readonly #actions = new PageActions(this);
  readonly #watch = new ChangeController(this);
  readonly #onConnection = () => this.requestUpdate();
  readonly #onKey = (event: KeyboardEvent) => this.onKey(event);
  readonly #onTurn = ({ change }: TurnEvent) => this.changeTurns(change);

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#onConnection);
    addEventListener('offline', this.#onConnection);
    addEventListener('keydown', this.#onKey);
    this.addEventListener('glove-turn', this.#onTurn);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#onConnection);
    removeEventListener('offline', this.#onConnection);
    removeEventListener('keydown', this.#onKey);
    this.removeEventListener('glove-turn', this.#onTurn);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('session')) this.#watch.watch(this.session);
    if (this.session?.conversation) loadConversation();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (!session) return nothing;
    const { trayView, work, asksForSettings } = this.#actions;
    return html`
      <button class="skip visually-hidden" @click=${() => this.composer?.focus()}>${app.skip}</button>
      <div class="top">
        ${this.renderHeader(session)} ${this.renderUpdate(session)}
        ${session.conversation ? html`<glove-find-bar></glove-find-bar>` : nothing}
      </div>
      <main tabindex="-1">
        ${session.conversation ? this.renderConversation(session) : this.renderWelcome(session)}
        ${this.renderAgentRuns(session)}
        <div role="status">${this.renderProblem(session)}</div>
      </main>
      <section class="dock" aria-label=${app.ask}>
        <glove-elsewhere-note .session=${session} ?shown=${session.isElsewhere} ?opening=${work !== ''}></glove-elsewhere-note>
        ${trayView && !session.isElsewhere ? this.renderTray(session, trayView) : nothing}
        <glove-composer
          draft-name=${DRAFT}
          ?running=${session.running}
          obstacle=${ifDefined(session.obstacle)}
          ?hidden=${session.isElsewhere}
        ></glove-composer>
        <div class="status small" ?hidden=${session.isElsewhere}>
          <glove-engine-status .engine=${session.engine} ?running=${isPythonRunning(session)}></glove-engine-status>
          ${session.conversation || trayView ? this.renderBar(session) : nothing}
          ${renderNoteCount(session.notes.length)}
          <span class="source" role="status" title=${describeSource(session)}>
            ${work || describeSource(session)}
          </span>
        </div>
      </section>
      <glove-drop-zone
        label=${goToQuestion(session) ? app.dropToAttach : app.dropToPython}
        python-label=${app.dropToPython}
      ></glove-drop-zone>
      <glove-file-preview></glove-file-preview>
      <glove-dialogs .session=${session} ?asks=${asksForSettings}></glove-dialogs>
      <glove-confirm-dialog></glove-confirm-dialog>
    `;
  }

  private renderHeader(session: PageSession): TemplateResult {
    return html`
      <header>
        <button
          class="quiet all"
          aria-label=${app.allConversations}
          title=${app.allConversations}
          @click=${() => this.#actions.openDialog('conversations')}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 7h16M4 12h16M4 17h10" /></svg>
        </button>
        ${renderBrand(session.conversation !== undefined)}
        <glove-conversation-menu
          ?hasConversation=${session.live.current !== undefined}
          ?shown=${session.conversation !== undefined}
          ?hasCode=${session.conversation?.turns.some(({ entries }) => entries.some(hasCode))}
          notes=${session.notes.length}
          obstacle=${obstacleOf(session, this.#actions.work)}
        ></glove-conversation-menu>
        <input type="file" hidden aria-label=${app.savedConversation} @change=${() => this.#actions.openChosenFile()} />
        <button class="quiet" @click=${() => this.#actions.openSettings()}>${app.settings}</button>
      </header>
    `;
  }

  private renderUpdate({ running, python, settings }: PageSession): TemplateResult {
    return html`<glove-update-note
      .updates=${this.updates}
      ?busy=${running || python.running || python.agents.running || this.#actions.work !== ''}
      ?forgetsKey=${settings.apiKey + settings.serverKey !== '' && !settings.keepsKey}
    ></glove-update-note>`;
  }

  private renderBar(session: PageSession): TemplateResult {
    const { python, conversation, settings } = session;
    const isLive = conversation?.source.type === 'live';
    return html`<glove-session-bar
      .engine=${session.engine}
      .memory=${python.memory}
      .files=${python.files}
      .mode=${isLive && !session.obstacle && settings.provider === 'gemini' && settings.mode !== 'demos' ? settings.mode : undefined}
      .trayView=${this.#actions.trayView}
      ?busy=${isBusy(session)}
      ?undoable=${python.canUndo}
      ?ownRun=${python.running}
    ></glove-session-bar>`;
  }

  private renderTray(session: PageSession, view: TrayView): TemplateResult {
    return html`<glove-tray
      .shown=${view}
      .files=${session.python.files}
      ?ready=${session.engine.state === 'ready'}
      ?idle=${!isBusy(session)}
    ></glove-tray>`;
  }

  private renderWelcome(session: PageSession): TemplateResult {
    const { canGoBack, demo, obstacle } = session;
    return html`
      <div class="welcome"><slot></slot></div>
      ${canGoBack ? html`<button class="back" @click=${this.goBack}>${app.back}</button>` : nothing}
      <glove-live-cell .session=${session}>
        <slot name="code" slot="code"></slot>
        <slot name="picture" slot="picture"></slot>
      </glove-live-cell>
      ${renderProofs()}
      <glove-demo-list
        ?all=${this.#actions.wantsAllDemos}
        .list=${this.#actions.demos}
        .obstacle=${demo.packagesObstacle}
      ></glove-demo-list>
      ${obstacle === 'needs-key' ? renderOwnKey() : nothing}
    `;
  }

  private renderProblem({ autosave, conversation }: PageSession): TemplateResult | typeof nothing {
    const problem = autosave?.problem;
    if (!problem || conversation?.source.type === 'demo') return nothing;
    return html`
      <div class="problem">
        <p>${AUTOSAVE_PROBLEMS[problem.type]}</p>
        <p class="detail">${problem.reason}</p>
      </div>
    `;
  }

  private renderConversation(session: PageSession): TemplateResult {
    const { conversation, engine, python, running, isElsewhere } = session;
    return html`
      <h1 class="visually-hidden">${app.conversation}</h1>
      <glove-conversation-view
        .conversation=${conversation}
        .engine=${engine}
        ?undoable=${session.demo.canUndo}
        .runs=${python.runs}
        ?busy=${running || isElsewhere || python.agents.running}
        ?readonly=${isElsewhere}
        .shownCell=${session.notebook.shownCell}
      ></glove-conversation-view>
    `;
  }

  /** Their element is loaded if the browser has agents. */
  private renderAgentRuns({ engine, python, running }: PageSession): TemplateResult | typeof nothing {
    if (python.agents.all.length === 0) return nothing;
    return html`<glove-agent-runs
      .runs=${python.agents.all}
      .engine=${engine}
      .ownRuns=${python.runs}
      ?busy=${running || python.agents.running}
    ></glove-agent-runs>`;
  }

  /** Opens the code that the page's address has, if it has some. */
  openSharedLink(): Promise<void> {
    return this.#actions.openSharedLink();
  }

  async showConversation(): Promise<void> {
    await this.updateComplete;
    // The focused element may be gone: a demo's card, a Retry button.
    if (!this.shadowRoot?.activeElement) this.main?.focus({ preventScroll: true });
    await customElements.whenDefined('glove-conversation-view');
    this.conversation?.follow();
  }

  showTop(): void {
    this.main?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  async find(text?: string): Promise<void> {
    await this.#actions.explaining(loadFind);
    await this.updateComplete;
    if (this.conversation) await this.findBar?.open?.(this.conversation, text);
  }

  /** As on many sites, a slash moves the focus to the field for the question. */
  private onKey(event: KeyboardEvent): void {
    const [target] = event.composedPath();
    if (isFindKey(event) && this.conversation) {
      event.preventDefault();
      this.find();
    }
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || takesText(target)) return;
    event.preventDefault();
    this.composer?.focus();
  }

  /** Edits, regenerates or branches. A key of an earlier visit may be gone: then the settings come first. */
  private async changeTurns(change: TurnChange): Promise<void> {
    await this.#actions.explaining(async () => {
      const { changeTurns } = await loadPagePart(() => import('../chat/live/changeTurns.ts'));
      const done = this.session && (await changeTurns(change, this.session));
      if (done !== undefined && !['asked', 'busy', 'elsewhere'].includes(done)) {
        this.#actions.openSettings(() => this.changeTurns(change));
      }
      await this.showConversation();
    });
  }

  private goBack(): void {
    this.session?.goBack();
    this.showConversation();
  }
}

/** The name of the page, which leads to its welcome. @param isElsewhere whether something else is shown */
function renderBrand(isElsewhere: boolean): TemplateResult {
  const open = ({ currentTarget }: Event) => currentTarget && act(currentTarget, 'show-welcome');
  return html`
    <button class="quiet brand" aria-label=${app.home} aria-current=${isElsewhere ? nothing : 'page'} @click=${open}>
      <img src="./icon.svg" alt="" /><span>Glovebox</span>
    </button>
  `;
}

function renderNoteCount(count: number): TemplateResult | typeof nothing {
  if (count === 0) return nothing;
  const open = ({ currentTarget }: Event) => currentTarget && act(currentTarget, 'open-notes');
  return html`<button class="quiet notes" @click=${open}>${fillPlural(app.noteCount, count)}</button>`;
}

/** Whether there is something to share. */
function hasCode(entry: Entry): boolean {
  return isCode(entry) && entry.code.trim() !== '';
}

/** Says why a conversation can't be saved, exported and opened now. @returns empty if it can */
function obstacleOf({ running, isElsewhere }: PageSession, work: string): string {
  if (work !== '') return work;
  if (running) return app.answerRuns;
  return isElsewhere ? app.isElsewhere : '';
}

/** Whether Python runs, or is changed in another way. */
function isBusy({ running, python }: PageSession): boolean {
  return running || python.running || python.agents.running || python.busyWith !== undefined;
}

function isPythonRunning({ python, conversation }: PageSession): boolean {
  return python.running || python.agents.running || (conversation?.turns.at(-1)?.entries.some(isRunning) ?? false);
}
