import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { AnswerState } from '../chat/conversation.ts';
import type { Session } from '../chat/session.ts';
import { ChangeController } from '../elements/changeController.ts';
import type { Composer } from '../elements/composer/composer.ts';
import type { ConversationView } from '../elements/conversation/conversationView.ts';
import { type Action, type ActionEvent, type AskEvent, GloveAnswerEvent } from '../elements/events.ts';
import type { PythonRequestEvent } from '../elements/pythonEvents.ts';
import type { Mode } from '../gemini/options.ts';
import { boxStyles } from './boxStyles.ts';
import { GloveErrorEvent, GloveReadyEvent } from './events.ts';
import { NotAskedError } from './notAskedError.ts';
import { absolute, WidgetElement } from './widgetElement.ts';
import { widgetStyles } from './widgetStyles.ts';

type Contents = typeof import('./boxSession.ts');

/** Google's own address, as the SDK has it. */
const GEMINI = 'https://generativelanguage.googleapis.com/';

/**
 * A conversation with a Gemini model whose Python runs in the reader's own tab, sealed off from the page and the network. What is inside
 * the element is shown until the conversation begins.
 *
 * @tag glove-box
 * @slot - What the reader sees before the conversation begins, and where there is no JavaScript.
 * @fires {GloveReadyEvent} glove-ready - Python is there.
 * @fires {GloveAnswerEvent} glove-answer - Something happened on the way to an answer: text, code, output, a result, a picture, …
 * @fires {GloveErrorEvent} glove-error - The engine, the model or a file of the page failed.
 * @csspart box - Everything.
 * @csspart conversation - What scrolls: the welcome, then questions and answers.
 * @csspart dock - Below it: where questions are typed, and the status.
 * @csspart start - A button that asks the prompt or plays the demo.
 * @csspart key - The form for the API key.
 * @cssprop [--glove-height=auto] - The height of the box.
 * @cssprop [--glove-max-height=min(42rem, 85vh)] - The height from which on the conversation scrolls.
 * @cssprop --glove-paper - Behind everything.
 * @cssprop --glove-surface - Behind output.
 * @cssprop --glove-raised - Behind buttons and fields.
 * @cssprop --glove-line - Borders.
 * @cssprop --glove-line-strong - Borders of buttons and fields.
 * @cssprop --glove-ink - Text.
 * @cssprop --glove-ink-soft - Text of less weight.
 * @cssprop --glove-accent - Buttons, links, focus.
 * @cssprop --glove-accent-ink - Text on the accent.
 * @cssprop --glove-accent-wash - Behind questions.
 * @cssprop [--glove-radius=0.625rem] - Corners.
 * @cssprop --glove-sans - Fonts of text.
 * @cssprop --glove-mono - Fonts of code.
 */
export class GloveBox extends WidgetElement {
  static override readonly styles = [...widgetStyles, boxStyles];

  /**
   * The model that answers.
   * @default 'gemini-3.8-flash'
   */
  @property() model: string | undefined;
  /** A recorded conversation that can be played with no key: a name in `demos/` beside widget.js, or the address of a cassette (`….json`). */
  @property() demo: string | undefined;
  /** Whether the demo plays as soon as the box is seen. */
  @property({ type: Boolean }) autoplay = false;
  /** Whether the demo plays at the speed at which the model spoke, or at once. */
  @property() pace: 'recorded' | 'instant' = 'recorded';
  /** A question that the reader can ask with one click. */
  @property() prompt: string | undefined;
  /**
   * Where the model's code runs: in this tab, on Google's servers, or there where a browser cannot do it.
   * @default 'local'
   */
  @property() mode: Mode = 'local';
  /**
   * The address of a proxy that speaks the Gemini API. One that adds the key itself takes any `apiKey`.
   * @default Google's own
   */
  @property({ attribute: 'base-url' }) baseUrl: string | undefined;
  /** A name under which this browser keeps the conversation and its Python over a reload. Without it, both are gone with the page. */
  @property() persist: string | undefined;
  /** The key for the Gemini API: in memory only, and no attribute, so that it is in no markup. Without it the reader is asked for one. */
  @property({ attribute: false }) apiKey = '';

  @state() private contents: Contents | undefined;
  @state() private failure: unknown;
  /** The demo's first question. */
  @state() private demoQuestion = '';
  @state() private asksForKey = false;
  @query('glove-composer') private readonly composer: Composer | null | undefined;
  @query('glove-conversation-view') private readonly view: ConversationView | null | undefined;

  #session: Promise<Session> | undefined;
  #shown: Session | undefined;
  #told: { ready?: string; answer?: AnswerState; engine?: unknown } = {};
  readonly #watch = new ChangeController(this);

  /** Whether everything is kept that {@link persist} asks for. */
  get saved(): boolean {
    return this.#shown?.saved ?? true;
  }

  /**
   * Asks the model, and resolves when the answer is complete or was stopped.
   *
   * @throws NotAskedError where there is no key, or an answer is on its way
   * @throws the error that ended the answer
   */
  async ask(question: string, files: readonly File[] = []): Promise<void> {
    const session = await this.#open();
    const asked = session.ask(question, files);
    if (asked === 'busy') throw new NotAskedError('An answer is on its way: stop() it first.');
    if (asked !== 'asked') throw new NotAskedError('The box has no API key: set the property `apiKey`.');
    await this.#answered(session);
  }

  /** Stops the answer that is on its way, and the code that runs for it or for the reader. What was there stays. */
  stop(): void {
    this.#shown?.stop();
    this.#shown?.python.stop();
  }

  /** Forgets the conversation, what was kept of it, and Python's variables and files. */
  async reset(): Promise<void> {
    const session = await this.#open();
    session.startNew();
  }

  /**
   * Plays a recorded conversation, and resolves when it is over.
   *
   * @param demo as the attribute has it
   * @throws NotAskedError where there is none
   * @throws the error that ended it
   */
  async play(demo: string | undefined = this.demo): Promise<void> {
    if (demo === undefined) throw new NotAskedError('The box has no demo: set the attribute `demo`.');
    const session = await this.#open();
    this.#followEnd();
    await session.playDemo(demo);
    throwFailure(session);
  }

  protected override begin(life: AbortSignal): void {
    const session = this.#load(life);
    this.#session = session;
    session.then(
      () => {
        if (this.autoplay && !this.#shown?.conversation) this.#quietly(this.play());
      },
      (error: unknown) => {
        if (life.aborted) return;
        this.failure = error;
        this.dispatchEvent(new GloveErrorEvent(error));
      },
    );
    life.addEventListener('abort', () => this.#end());
  }

  async #load(life: AbortSignal): Promise<Session> {
    const contents = await import('./boxSession.ts');
    life.throwIfAborted();
    const session = contents.createBoxSession({
      sandbox: () => this.sandboxOptions(),
      persist: this.persist,
      pace: this.pace,
      onAnswer: (event) => this.dispatchEvent(new GloveAnswerEvent(event)),
      life,
    });
    await session.restore();
    life.throwIfAborted();
    this.contents = contents;
    this.#shown = session;
    session.settings = contents.settingsOf(this);
    session.addEventListener('change', () => this.#tell(session), { signal: life });
    this.#watch.watch(session);
    return session;
  }

  #end(): void {
    this.#watch.watch(undefined);
    this.#session = undefined;
    this.#shown = undefined;
    this.#told = {};
    this.contents = undefined;
    this.failure = undefined;
    this.asksForKey = false;
  }

  #open(): Promise<Session> {
    this.beginNow();
    if (!this.#session) throw new NotAskedError('The box is not in a page.');
    return this.#session;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('demo') || changed.has('contents')) this.#readDemo();
    const settings = ['apiKey', 'model', 'baseUrl', 'mode', 'timeout'];
    if (this.#shown && this.contents && settings.some((name) => changed.has(name))) {
      this.#shown.settings = this.contents.settingsOf(this);
    }
  }

  async #readDemo(): Promise<void> {
    const { demo, contents } = this;
    if (demo === undefined || !contents) return;
    try {
      const { prompts } = await contents.loadBoxDemo(demo);
      if (demo === this.demo) this.demoQuestion = prompts[0] ?? '';
    } catch {
      // Whoever plays it is told.
    }
  }

  /** Tells the page of what has changed. */
  #tell({ engine, conversation }: Session): void {
    const told = this.#told;
    if (engine.state === 'ready' && told.ready !== engine.python) {
      told.ready = engine.python;
      this.dispatchEvent(new GloveReadyEvent(engine.python));
    }
    if (engine.state === 'failed' && told.engine !== engine.error) {
      told.engine = engine.error;
      this.dispatchEvent(new GloveErrorEvent(engine.error));
    }
    const answer = conversation?.answer;
    if (answer?.state === 'failed' && told.answer !== answer) this.dispatchEvent(new GloveErrorEvent(answer.error));
    if (answer) told.answer = answer;
  }

  async #answered(session: Session): Promise<void> {
    this.#followEnd();
    await new Promise<void>((resolve) => {
      const check = () => {
        if (session.running) return;
        session.removeEventListener('change', check);
        resolve();
      };
      session.addEventListener('change', check);
      check();
    });
    throwFailure(session);
  }

  async #followEnd(): Promise<void> {
    await this.updateComplete;
    this.view?.follow();
  }

  /** The box itself shows what goes wrong with what the reader has started. */
  #quietly(work: Promise<void>): void {
    work.catch(() => {});
  }

  protected override addresses(): string[] {
    const given = [this.demo, this.baseUrl ?? GEMINI].filter((address) => address !== undefined);
    return [...super.addresses(), ...given.map(absolute)];
  }

  protected override get hasPictures(): boolean {
    const turns = this.#shown?.conversation?.turns ?? [];
    return turns.some(({ entries }) => entries.some(({ type }) => type === 'image'));
  }

  protected override render(): TemplateResult {
    const session = this.#shown;
    return html`
      <div
        class="box"
        part="box"
        @glove-ask=${this.onAsk}
        @glove-action=${this.onAction}
        @glove-python=${this.onPython}
        @input=${this.loadEngine}
      >
        <div class="conversation" part="conversation" data-scroller tabindex="0" role="group" aria-label="Conversation">
          ${session ? this.renderContents(session) : this.renderWelcome()}
          ${this.failure ? this.renderFailure() : nothing}
          <div role="status">${this.renderNotices(session)}</div>
        </div>
        ${session ? this.renderDock(session) : nothing}
      </div>
    `;
  }

  private renderContents({ conversation, engine, python, running }: Session): TemplateResult {
    if (!conversation) return html`${this.renderWelcome()}${this.renderStarts()}`;
    return html`<glove-conversation-view
      .conversation=${conversation}
      .engine=${engine}
      .runs=${python.runs}
      ?busy=${running || python.running}
      embedded
    ></glove-conversation-view>`;
  }

  /** What is inside the element: nothing, often. */
  private renderWelcome(): TemplateResult {
    const isEmpty = [...this.childNodes].every(
      ({ nodeType, textContent }) => nodeType !== Node.ELEMENT_NODE && !textContent?.trim(),
    );
    return html`<slot ?hidden=${isEmpty} @slotchange=${() => this.requestUpdate()}></slot>`;
  }

  private renderStarts(): TemplateResult {
    const { prompt, demo } = this;
    const start = (does: string, question: string, onClick: () => void) => html`
      <button class="start" part="start" @click=${onClick}>
        <span class="does">${does}</span>
        <span>${question}</span>
      </button>
    `;
    return html`<div class="starts">
      ${prompt ? start('Ask', prompt, () => this.askOrKey(prompt)) : nothing}
      ${demo ? start('Play the demo', this.demoQuestion, () => this.#quietly(this.play())) : nothing}
    </div>`;
  }

  private renderFailure(): TemplateResult {
    return html`<p class="notice" role="alert">
      This could not be loaded: ${this.failure instanceof Error ? this.failure.message : String(this.failure)}
    </p>`;
  }

  private renderNotices(session: Session | undefined): TemplateResult {
    const problem = session?.autosave?.problem;
    return html`
      ${problem ? html`<p class="notice">${this.contents?.describeAutosaveProblem(problem)} ${problem.reason}</p>` : nothing}
      ${this.refusals.map((words) => html`<p class="notice">${words}</p>`)}
    `;
  }

  private renderDock(session: Session): TemplateResult {
    const { engine } = session;
    return html`
      <div class="dock" part="dock">
        ${this.asksForKey && !this.apiKey ? this.renderKeyForm() : nothing}
        <glove-composer ?running=${session.running}></glove-composer>
        <div class="status">
          ${
            engine.state === 'idle'
              ? html`<span>Python loads when it is needed</span>`
              : html`<glove-engine-status .engine=${engine}></glove-engine-status>`
          }
          <span class="source">${describeSource(session)}</span>
          ${session.conversation ? html`<button class="quiet" @click=${() => session.startNew()}>New</button>` : nothing}
        </div>
      </div>
    `;
  }

  private renderKeyForm(): TemplateResult {
    return html`
      <form class="key" part="key" @submit=${this.saveKey}>
        <p>A question goes to the Gemini API, which needs a key. It stays in this page’s memory, and is gone with it.</p>
        <label>API key<input name="apiKey" type="password" required autocomplete="off" spellcheck="false" /></label>
        <button class="primary">Use it</button>
        <button type="button" @click=${() => this.hideKeyForm()}>Cancel</button>
      </form>
    `;
  }

  private hideKeyForm(): void {
    this.asksForKey = false;
    this.composer?.focus();
  }

  private saveKey(event: SubmitEvent): void {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    this.apiKey = String(new FormData(event.target).get('apiKey') ?? '').trim();
    this.hideKeyForm();
  }

  private async showKeyForm(): Promise<void> {
    this.asksForKey = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>('.key input')?.focus();
  }

  /** The components speak to the box; the page is not to hear it. */
  private onAsk(event: AskEvent): void {
    event.stopPropagation();
    if (!this.askOrKey(event.question, event.files)) event.preventDefault();
  }

  /** @returns whether the question was taken */
  private askOrKey(question: string, files: readonly File[] = []): boolean {
    const asked = this.#shown?.ask(question, files);
    if (asked === 'needs-key') this.showKeyForm();
    else this.#followEnd();
    return asked === 'asked';
  }

  private onAction(event: ActionEvent): void {
    event.stopPropagation();
    const session = this.#shown;
    const does: Partial<Record<Action, () => void>> = {
      stop: () => session?.stop(),
      retry: () => session?.retry() === 'needs-key' && this.showKeyForm(),
      rephrase: () => this.#rephrase(session),
      'load-engine': () => session?.loadEngine(),
      'open-settings': () => {
        this.apiKey = '';
        this.showKeyForm();
      },
      'show-demos': () => session?.showDemos(),
    };
    does[event.action]?.();
  }

  /** Has the question that got no answer typed again, to be changed. */
  #rephrase(session: Session | undefined): void {
    const last = session?.conversation?.turns.at(-1);
    if (last) this.composer?.take(last.question, last.files);
  }

  private onPython(event: PythonRequestEvent): void {
    event.stopPropagation();
    if (this.#shown) this.contents?.doCellRequest(event.request, this.#shown);
  }

  /** Who types will ask. */
  private loadEngine(): void {
    this.#shown?.loadEngine();
  }
}

function throwFailure({ conversation }: Session): void {
  if (conversation?.answer.state === 'failed') throw conversation.answer.error;
}

function describeSource({ settings, conversation }: Session): string {
  if (conversation?.source.type === 'demo') return 'Offline demo';
  return settings.apiKey === '' ? 'No API key' : settings.model;
}

declare global {
  interface HTMLElementTagNameMap {
    'glove-box': GloveBox;
  }
}
