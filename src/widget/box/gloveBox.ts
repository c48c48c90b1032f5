import { html, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Mode } from '../../answer/options.ts';
import type { Session } from '../../chat/session.ts';
import { ChangeController } from '../../elements/changeController.ts';
import type { Composer } from '../../elements/composer/composer.ts';
import type { ConversationView } from '../../elements/conversation/conversationView.ts';
import { GloveAnswerEvent } from '../../elements/events.ts';
import { errorMessage } from '../../errors.ts';
import { box } from '../../language/en/embedded/box.ts';
import { fill } from '../../language/fill.ts';
import { NotAskedError } from '../notAskedError.ts';
import { absolute, WidgetElement } from '../widgetElement.ts';
import { widgetStyles } from '../widgetStyles.ts';
import { BoxActions } from './boxActions.ts';
import { BoxEvents } from './boxEvents.ts';
import { boxStyles } from './boxStyles.ts';
import type { KeyEvent } from './keyForm.ts';

/** The code that is loaded when the box is first seen. */
type LazyCode = typeof import('./boxSession.ts');

/** The SDK's default address. */
const GEMINI = 'https://generativelanguage.googleapis.com/';
const SETTINGS = ['provider', 'apiKey', 'model', 'api', 'baseUrl', 'mode', 'timeout'];

/**
 * A conversation with a model whose Python runs in the user's browser, sealed off from the page and the network. The element's
 * content is shown until the conversation begins.
 *
 * @tag glove-box
 * @slot - Shown before the conversation begins, and without JavaScript.
 * @fires {GloveReadyEvent} glove-ready - Python is ready.
 * @fires {GloveAnswerEvent} glove-answer - A part of the answer arrived: text, code, output, a result, a picture, …
 * @fires {GloveErrorEvent} glove-error - The engine, the model or a file of the page failed.
 * @csspart box - The whole element.
 * @csspart conversation - The part that scrolls: the content, then questions and answers.
 * @csspart dock - The part below: the field for questions, and the status.
 * @csspart start - A button that asks the prompt or plays the demo.
 * @csspart key - The form for the API key.
 * @cssprop [--glove-height=auto] - The height of the box.
 * @cssprop [--glove-max-height=min(42rem, 85vh)] - The height at which the conversation starts to scroll.
 * @cssprop --glove-paper - Background.
 * @cssprop --glove-surface - Background of output.
 * @cssprop --glove-raised - Background of buttons and fields.
 * @cssprop --glove-line - Borders.
 * @cssprop --glove-line-strong - Borders of buttons and fields.
 * @cssprop --glove-ink - Text.
 * @cssprop --glove-ink-soft - Secondary text.
 * @cssprop --glove-accent - Buttons, links, focus.
 * @cssprop --glove-accent-ink - Text on the accent.
 * @cssprop --glove-accent-wash - Background of questions.
 * @cssprop [--glove-radius=0.625rem] - Radius of corners.
 * @cssprop --glove-sans - Text font.
 * @cssprop --glove-mono - Code font.
 */
export class GloveBox extends WidgetElement<Session> {
  static override readonly styles = [...widgetStyles, boxStyles];

  /**
   * Who is asked: Gemini; a server that speaks OpenAI's Chat Completions API, at `base-url` and with a `model`; or the built-in model of the
   * browser, which needs neither.
   */
  @property() provider: 'gemini' | 'openai' | 'built-in' = 'gemini';
  /**
   * The model that answers.
   * @default 'gemini-3.8-flash'; a server needs one
   */
  @property() model: string | undefined;
  /** A recorded conversation that plays without a key: a name in `demos/` beside widget.js, or the address of a cassette (`….json`). */
  @property() demo: string | undefined;
  /** Whether the demo plays as soon as the box is visible. */
  @property({ type: Boolean }) autoplay = false;
  /** Whether the demo plays at its recorded speed, or all at once. */
  @property() pace: 'recorded' | 'instant' = 'recorded';
  /** A question that the user can ask with one click. */
  @property() prompt: string | undefined;
  /**
   * Where the model's code runs: in this tab, on Google's servers, or there only if the browser can't run it.
   * @default 'local'
   */
  @property() mode: Mode = 'local';
  /** The API of Gemini that is asked. If a proxy has no Interactions API, the box says so and asks with `generateContent`. */
  @property() api: 'interactions' | 'generateContent' = 'interactions';
  /**
   * The address of a proxy for the Gemini API; if it adds the key itself, any `apiKey` works. Or that of the server, up to the version.
   * @default the Gemini API
   */
  @property({ attribute: 'base-url' }) baseUrl: string | undefined;
  /** A name under which the browser saves the conversation and its Python across reloads. Without it, both are gone with the page. */
  @property() persist: string | undefined;
  /** The key: in memory only, and no attribute, so that it is not in the markup. If Gemini has none, the box asks the user. */
  @property({ attribute: false }) apiKey = '';

  @state() private code: LazyCode | undefined;
  @state() private demoQuestion = '';
  @state() private asksForKey = false;
  @query('glove-composer') private readonly composer: Composer | null | undefined;
  @query('glove-conversation-view') private readonly view: ConversationView | null | undefined;

  #session: Session | undefined;
  readonly #watch = new ChangeController(this);
  readonly #actions = new BoxActions({
    session: () => this.#session,
    composer: () => this.composer,
    askForKey: () => this.askForKey(),
    replaceKey: () => {
      this.apiKey = '';
      this.askForKey();
    },
    follow: () => this.#follow(),
  });

  /** Whether everything is saved that {@link persist} asks for. */
  get saved(): boolean {
    return this.#session?.autosave?.settled ?? true;
  }

  /**
   * Asks the model. Resolves when the answer is complete or was stopped.
   *
   * @throws NotAskedError if there is no key or server, or an answer is running
   * @throws the error that ended the answer
   */
  async ask(question: string, files: readonly File[] = []): Promise<void> {
    const session = await this.begin();
    const asked = session.ask(question, files);
    if (asked === 'busy') throw new NotAskedError('An answer is running. Call stop() first.');
    if (asked !== 'asked') throw new NotAskedError(this.code?.OBSTACLES[asked] ?? asked);
    this.#follow();
    await this.code?.whenAnswered(session);
  }

  /** Stops the running answer, and code that the user runs. Variables and files stay. */
  stop(): void {
    this.#session?.stop();
    this.#session?.python.stop();
  }

  /** Begins a new conversation, with a new Python. @throws the error of a file of the widget that could not be loaded */
  async reset(): Promise<void> {
    (await this.begin()).startNew();
  }

  /**
   * Plays a recorded conversation. Resolves at its end.
   *
   * @param demo see the attribute
   * @throws NotAskedError if there is no demo
   * @throws the error that ended it
   */
  async play(demo: string | undefined = this.demo): Promise<void> {
    if (demo === undefined) throw new NotAskedError('The box has no demo. Set the attribute `demo`.');
    const session = await this.begin();
    this.#follow();
    await session.playDemo(demo);
    this.code?.throwFailure(session);
  }

  protected override async load(life: AbortSignal): Promise<Session> {
    life.addEventListener('abort', () => this.#end());
    const code = await import('./boxSession.ts');
    life.throwIfAborted();
    const session = await code.createBoxSession({
      sandbox: () => this.sandboxOptions(),
      persist: this.persist,
      pace: this.pace,
      tools: () => this.tools,
      onAnswer: (event) => this.dispatchEvent(new GloveAnswerEvent(event)),
      life,
    });
    await session.saved.restore();
    life.throwIfAborted();
    this.code = code;
    this.#session = session;
    session.settings = code.settingsOf(this);
    const events = new BoxEvents(this);
    session.addEventListener('change', () => events.dispatchChanges(session), { signal: life });
    this.#watch.watch(session);
    return session;
  }

  protected override onLoaded(session: Session): void {
    if (this.autoplay && !session.conversation) this.#playQuietly();
  }

  #end(): void {
    this.#watch.watch(undefined);
    this.#session = undefined;
    this.code = undefined;
    this.error = undefined;
    this.asksForKey = false;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('demo') || changed.has('code')) this.#readDemo();
    if (this.#session && this.code && SETTINGS.some((name) => changed.has(name))) {
      this.#session.settings = this.code.settingsOf(this);
    }
  }

  async #readDemo(): Promise<void> {
    const { demo, code } = this;
    if (demo === undefined || !code) return;
    try {
      const { prompts } = await code.loadBoxDemo(demo);
      if (demo === this.demo) this.demoQuestion = prompts[0] ?? '';
    } catch {
      // Playing the demo shows the error.
    }
  }

  async #follow(): Promise<void> {
    await this.updateComplete;
    this.view?.follow();
  }

  /** Plays the demo for the user: the box shows what goes wrong. */
  #playQuietly(): void {
    this.play().catch(() => {});
  }

  protected override addresses(): string[] {
    const asked = this.provider === 'gemini' ? GEMINI : undefined;
    const given = [this.demo, this.baseUrl ?? asked].filter((address) => address !== undefined);
    return [...super.addresses(), ...given.map(absolute)];
  }

  protected override get hasPictures(): boolean {
    const turns = this.#session?.conversation?.turns ?? [];
    return turns.some(({ entries }) => entries.some(({ type }) => type === 'image'));
  }

  protected override render(): TemplateResult {
    const session = this.#session;
    return html`
      <div
        class="box"
        part="box"
        @glove-ask=${this.#actions.onAsk}
        @glove-action=${this.#actions.onAction}
        @glove-draft=${this.#actions.onDraft}
        @glove-python=${this.#actions.onPython}
        @input=${() => session?.loadEngine()}
      >
        <div class="conversation" part="conversation" data-scroller tabindex="0" role="group" aria-label=${box.conversation}>
          ${session ? this.renderConversation(session) : this.renderWelcome()}
          <div role="status">${this.renderNotices(session)}</div>
        </div>
        ${session ? this.renderDock(session) : nothing}
      </div>
    `;
  }

  private renderConversation({ conversation, engine, demo, python, running, isElsewhere }: Session): TemplateResult {
    if (!conversation) return html`${this.renderWelcome()}${this.renderStarts()}`;
    return html`<glove-conversation-view
      .conversation=${conversation}
      .engine=${engine}
      ?undoable=${demo.canUndo}
      .runs=${python.runs}
      ?busy=${running || isElsewhere}
      ?readonly=${isElsewhere}
      embedded
    ></glove-conversation-view>`;
  }

  /** The element's content, which is often empty. */
  private renderWelcome(): TemplateResult {
    return html`<slot ?hidden=${isEmpty(this)} @slotchange=${() => this.requestUpdate()}></slot>`;
  }

  private renderStarts(): TemplateResult {
    const { prompt, demo } = this;
    return html`<div class="starts">
      ${prompt ? startButton(box.ask, prompt, () => this.#actions.ask(prompt)) : nothing}
      ${demo ? startButton(box.playDemo, this.demoQuestion, () => this.#playQuietly()) : nothing}
    </div>`;
  }

  private renderNotices(session: Session | undefined): TemplateResult[] {
    const failure = this.error ? [fill(box.notLoaded, { reason: errorMessage(this.error) })] : [];
    const notices = session ? (this.code?.noticesOf(session) ?? []) : [];
    return [...failure, ...notices, ...this.refusals].map((text) => html`<p class="notice">${text}</p>`);
  }

  private renderDock(session: Session): TemplateResult {
    return html`
      <div class="dock" part="dock">
        ${this.asksForKey && !this.apiKey ? html`<glove-key-form part="key" .provider=${this.provider} @glove-key=${this.onKey}></glove-key-form>` : nothing}
        <glove-elsewhere-note .session=${session} ?shown=${session.isElsewhere}></glove-elsewhere-note>
        <glove-composer ?running=${session.running} ?hidden=${session.isElsewhere}></glove-composer>
        <div class="status small">
          ${
            session.engine.state === 'idle'
              ? html`<span>${box.loadsWhenNeeded}</span>`
              : html`<glove-engine-status .engine=${session.engine}></glove-engine-status>`
          }
          <span class="source">${this.code?.describeSource(session)}</span>
          ${session.conversation ? html`<button class="quiet" @click=${() => session.startNew()}>${box.startNew}</button>` : nothing}
        </div>
      </div>
    `;
  }

  private askForKey(): void {
    this.code?.loadKeyForm();
    this.asksForKey = true;
  }

  private onKey({ apiKey }: KeyEvent): void {
    if (apiKey !== undefined) this.apiKey = apiKey;
    this.asksForKey = false;
    this.composer?.focus();
  }
}

function isEmpty({ childNodes }: Element): boolean {
  return [...childNodes].every(({ nodeType, textContent }) => nodeType !== Node.ELEMENT_NODE && !textContent?.trim());
}

function startButton(label: string, question: string, onClick: () => void): TemplateResult {
  return html`
    <button class="start" part="start" @click=${onClick}>
      <span class="does">${label}</span>
      <span dir="auto">${question}</span>
    </button>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'glove-box': GloveBox;
  }
}
