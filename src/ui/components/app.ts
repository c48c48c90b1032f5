import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { listDemos } from '../demos.ts';
import type { Action, ActionEvent, AskEvent, PlayEvent, SettingsEvent } from '../events.ts';
import type { Session } from '../session.ts';
import { Watch } from '../watch.ts';
import { appStyles } from './appStyles.ts';
import { base } from './base.ts';
import type { Composer } from './composer.ts';
import type { ConversationView } from './conversationView.ts';
import type { DemoListState } from './demoList.ts';
import type { SettingsDialog } from './settingsDialog.ts';

/** The whole page: draws the session that it is given, and turns what the reader does into calls of it. */
export class App extends LitElement {
  static override readonly styles = [base, appStyles];

  @property({ attribute: false }) session: Session | undefined;
  @state() private demos: DemoListState = { state: 'loading' };
  @query('glove-conversation-view') private readonly conversation: ConversationView | null | undefined;
  @query('glove-settings-dialog') private readonly settings: SettingsDialog | null | undefined;
  @query('glove-composer') private readonly composer: Composer | null | undefined;
  @query('main') private readonly main: HTMLElement | null | undefined;

  readonly #watch = new Watch(this);

  constructor() {
    super();
    this.addEventListener('glove-play', this.onPlay);
    this.addEventListener('glove-ask', this.onAsk);
    this.addEventListener('glove-settings', this.onSettings);
    this.addEventListener('glove-action', this.onAction);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.listDemos();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('session')) this.#watch.watch(this.session);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this;
    if (!session) return nothing;
    return html`
      ${this.renderHeader(session)}
      <main tabindex="-1">${session.conversation ? this.renderConversation(session) : this.renderWelcome()}</main>
      <div class="dock">
        <glove-composer ?running=${session.running} ?hasKey=${session.settings.apiKey !== ''}></glove-composer>
        <div class="status">
          <glove-engine-status .engine=${session.engine}></glove-engine-status>
          <span class="source">${session.settings.apiKey === '' ? 'Offline demos' : session.settings.model}</span>
        </div>
      </div>
      <glove-settings-dialog .settings=${session.settings}></glove-settings-dialog>
    `;
  }

  private renderHeader({ conversation }: Session): TemplateResult {
    return html`
      <header>
        <span class="brand"><img src="./icon.svg" alt="" />Glovebox</span>
        ${conversation ? html`<button class="quiet" @click=${this.leave}>Start over</button>` : nothing}
        <button class="quiet" @click=${() => this.settings?.open()}>Settings</button>
      </header>
    `;
  }

  private renderWelcome(): TemplateResult {
    return html`
      <div class="welcome"><slot></slot></div>
      <glove-demo-list .list=${this.demos}></glove-demo-list>
    `;
  }

  private renderConversation({ conversation, engine }: Session): TemplateResult {
    return html`<glove-conversation-view .conversation=${conversation} .engine=${engine}></glove-conversation-view>`;
  }

  private onPlay({ demo }: PlayEvent): void {
    this.session?.playDemo(demo);
    this.showConversation();
  }

  private onAsk(event: AskEvent): void {
    if (this.session?.ask(event.question, event.files) === 'asked') this.showConversation();
    else event.preventDefault();
  }

  /** A question may be waiting in the composer for the key that has just been entered. */
  private onSettings({ settings }: SettingsEvent): void {
    if (!this.session) return;
    this.session.settings = settings;
    this.updateComplete.then(() => this.composer?.focus());
  }

  private onAction({ action }: ActionEvent): void {
    const does: Record<Action, () => void> = {
      stop: () => this.session?.stop(),
      retry: () => this.retry(),
      reset: () => this.leave(),
      'load-engine': () => this.session?.loadEngine(),
      'open-settings': () => this.settings?.open(),
      'list-demos': () => this.listDemos(),
    };
    does[action]();
  }

  private retry(): void {
    this.session?.retry();
    this.showConversation();
  }

  private leave(): void {
    this.session?.reset();
    this.main?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** What had the focus may be gone: a card in the welcome, a Retry button. */
  private async showConversation(): Promise<void> {
    await this.updateComplete;
    if (!this.shadowRoot?.activeElement) this.main?.focus({ preventScroll: true });
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
