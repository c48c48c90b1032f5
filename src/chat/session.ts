import type { AnswerEvent } from '../answer/events.ts';
import type { Cassette } from '../cassette/format.ts';
import { chat } from '../language/en/chat.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Tool } from '../sandbox/tools/tool.ts';
import type { Conversation } from './conversation.ts';
import { DemoConversation } from './demo/demoConversation.ts';
import { loadDemo, type Pace } from './demo/demos.ts';
import type { Connect } from './live/access.ts';
import { limitsOf } from './live/liveAccess.ts';
import { LiveConversation, type OpenedConversation } from './live/liveConversation.ts';
import { LivePython } from './live/livePython.ts';
import { type LiveSettings, type Obstacle, obstacleTo } from './live/settings.ts';
import { type CreateSandbox, type EngineState, LazySandbox } from './python/lazySandbox.ts';
import { UserPython } from './python/userPython.ts';
import { SavedConversations } from './savedConversations.ts';
import type { Autosave } from './storage/autosave.ts';
import type { ConversationStore } from './storage/conversationStore.ts';
import { Preferences } from './storage/preferences.ts';

/**
 * The result of asking: `asked`, the change of settings that is needed first, `busy` while another answer is running, or `elsewhere` if another tab
 * has the conversation.
 */
export type Asked = 'asked' | 'busy' | 'elsewhere' | Obstacle;

export interface SessionOptions {
  createSandbox: CreateSandbox;
  connect: Connect;
  pace: Pace;
  /**
   * Loads a recording by its name.
   * @default from the page's `demos/` folder
   */
  loadDemo?: (name: string) => Promise<Cassette>;
  /** Stores conversations and their Python. Without it, they are gone with the page. */
  store?: ConversationStore;
  /** Stores settings and notes. Without it, they are gone with the page. */
  preferences?: Preferences;
  /** Settings for this visit. They override the stored ones. */
  settings?: Partial<LiveSettings>;
  /** Functions of the page that code in live conversations can call, read when it begins. */
  tools?: () => Readonly<Record<string, Tool>>;
  /** Receives each event of each answer. */
  onAnswer?: (event: AnswerEvent) => void;
}

/**
 * The state of the page: the engine, the shown conversation (a demo or the user's own), settings and notes. Components draw it and call
 * its methods. Each change dispatches a `change` event.
 */
export class Session extends EventTarget {
  /** Runs the user's code and manages Python's files. */
  readonly python: UserPython;
  /** The user's own conversation. It stays open while demos are shown. */
  readonly live: LiveConversation;
  readonly demo: DemoConversation;
  readonly saved: SavedConversations;
  readonly #demoPython: LazySandbox;
  readonly #livePython: LivePython;
  #shown: 'demo' | 'live' | undefined;
  /** The conversation whose Python was used last. Demos have a Python of their own, so that they leave no variables behind. */
  #used: 'demo' | 'live' = 'demo';
  readonly #preferences: Preferences;
  #settings: LiveSettings;

  constructor(options: SessionOptions) {
    super();
    const { createSandbox, connect, pace, store, loadDemo: load = loadDemo, tools = () => ({}) } = options;
    const onChange = () => this.changed();
    const onEvent = (event: AnswerEvent) => {
      this.python.follow(event);
      options.onAnswer?.(event);
    };
    const settings = () => this.#settings;
    this.#preferences = options.preferences ?? new Preferences();
    this.#settings = { ...this.#preferences.readSettings(), ...options.settings };
    this.saved = new SavedConversations({ host: this, store, leave: () => this.leaveLive(), onChange });
    const { autosave } = this.saved;
    this.#demoPython = new LazySandbox((more) => createSandbox({ ...more, ...limitsOf(this.#settings) }));
    this.#demoPython.addEventListener('change', onChange);
    this.#livePython = new LivePython({ createSandbox, store, autosave, settings, onChange });
    const chat = { connect, onChange, onEvent };
    this.demo = new DemoConversation({ ...chat, loadDemo: load, pace, python: this.#demoPython, settings });
    const chatOptions = () => ({ settings: this.settings, notes: this.notes });
    this.live = new LiveConversation({ ...chat, python: this.#livePython, autosave, chatOptions, tools });
    this.python = new UserPython({
      current: () => this.#usedPython,
      sandbox: (python) => (python === this.live.python ? this.#livePython.sandbox(python) : python.sandbox()),
      timeout: () => this.#settings.timeout * 1000,
      tools: (python) => (python === this.live.python ? tools() : {}),
      onChange,
      onUndone: (run) => (this.#used === 'live' ? this.live : this.demo).markUndone(run),
      onUsed: (python) => {
        if (python === this.live.python && this.live.current) this.live.savePython();
      },
    });
  }

  /** The engine of the Python that was used last. */
  get engine(): EngineState {
    return this.#usedPython.state;
  }

  get conversation(): Conversation | undefined {
    return this.#shown === 'live' ? this.live.current : this.#shown && this.demo.current;
  }

  /** Saves conversations, if the session has a store. */
  get autosave(): Autosave | undefined {
    return this.saved.autosave;
  }

  /** Whether a conversation is shown: a demo, or the user's own. */
  get shows(): boolean {
    return this.#shown !== undefined;
  }

  /** Whether the user's conversation is shown, and another tab has it: it can only be read here. */
  get isElsewhere(): boolean {
    return this.#shown === 'live' && this.saved.isElsewhere;
  }

  /** Whether the user's conversation is open but not shown. */
  get canGoBack(): boolean {
    return this.#shown !== 'live' && this.live.current !== undefined;
  }

  /** The settings of the next question. An open conversation goes on with its own provider. */
  get settings(): LiveSettings {
    return { ...this.#settings, provider: this.live.provider ?? this.#settings.provider };
  }

  /** Takes effect with the next question; the conversation continues. */
  set settings(settings: LiveSettings) {
    this.#settings = settings;
    this.live.provider = settings.provider;
    this.#reportUnsaved(this.#preferences.saveSettings(settings));
  }

  /** The user's notes, which the model gets in every conversation. */
  get notes(): readonly string[] {
    return this.#preferences.notes;
  }

  /** Takes effect with the next question. */
  set notes(notes: readonly string[]) {
    this.#reportUnsaved(this.#preferences.saveNotes(notes));
  }

  /** The change of settings that is needed before a question can be asked. */
  get obstacle(): Obstacle | undefined {
    return obstacleTo(this.settings);
  }

  /** Whether an answer is running in the shown conversation. */
  get running(): boolean {
    return this.conversation?.answer.state === 'running';
  }

  /** Starts to load the engine; after a failure, tries again. */
  loadEngine(): void {
    this.#usedPython.preload();
  }

  goBack(): void {
    if (!this.live.current) return;
    this.stop();
    this.#show('live');
    if (this.isElsewhere) return;
    this.#startLivePython().then(
      (sandbox) => {
        this.live.reportLostVariables(sandbox);
        this.python.refresh();
      },
      () => {}, // `engine` has the error.
    );
  }

  /** Plays a recorded conversation. Resolves at its end, also if it fails. */
  async playDemo(name: string): Promise<void> {
    this.stop();
    this.python.stop();
    await this.demo.play(name, () => this.#show('demo'));
  }

  /** Undoes what the stopped answer of a demo has done to Python, and asks its question again. */
  async undoAnswer(): Promise<void> {
    if (!this.demo.isStopped || this.running) return;
    if (!this.demo.canUndo) return void this.retry();
    this.python.stop();
    await this.demo.undoAnswer();
  }

  stop(): void {
    this.demo.stop();
    this.live.stop();
  }

  /** Asks the last question again, or plays the demo again. */
  retry(): Asked {
    const { conversation } = this;
    if (conversation?.source.type === 'demo') {
      this.playDemo(conversation.source.name);
      return 'asked';
    }
    const last = conversation?.turns.at(-1);
    if (!last || this.running) return 'busy';
    if (this.isElsewhere) return 'elsewhere';
    if (this.obstacle) return this.obstacle;
    this.live.dropLastTurn();
    return this.ask(last.question, last.files, last.status.state === 'failed' ? last.status.error : undefined);
  }

  /** Stops the answer and shows the list of demos. {@link goBack} returns to the user's conversation. */
  showDemos(): void {
    this.stop();
    this.#show(undefined);
  }

  /** Begins a new conversation. The old one stays among the saved ones. */
  startNew(): void {
    this.leaveLive();
    this.autosave?.store.setCurrent(undefined);
    this.loadEngine();
    this.changed();
  }

  /**
   * Reads a saved conversation or a notebook, and starts its Python beside the current one. Nothing changes until it takes over.
   *
   * @throws ConversationFileError, ConversationRecordError if the file cannot be read
   */
  async openFile(file: Blob): Promise<OpenedConversation> {
    const opened = await this.live.open(file);
    return {
      ...opened,
      takeOver: () => {
        this.python.stop();
        opened.takeOver();
        this.#show('live');
        this.loadEngine();
      },
    };
  }

  /** Code that the user runs next is apart from the conversation: in the Python of the demos. */
  useDemoPython(): void {
    this.#used = 'demo';
  }

  /** @param resumes the error that an earlier attempt at this question ended with */
  ask(question: string, files: readonly File[] = [], resumes?: unknown): Asked {
    const { obstacle } = this;
    if (obstacle) return obstacle;
    if (this.running) return 'busy';
    if (this.isElsewhere) return 'elsewhere';
    if (this.saved.isElsewhere) this.leaveLive();
    const onBegin = () => {
      this.#show('live');
      this.#startLivePython().catch(() => {}); // `engine` has the error.
    };
    this.live.ask(question, files, onBegin, resumes);
    return 'asked';
  }

  get #usedPython(): LazySandbox {
    return this.#used === 'live' ? this.live.python : this.#demoPython;
  }

  protected leaveLive(): void {
    this.stop();
    this.python.stop();
    this.live.leave();
    this.#shown = undefined;
  }

  /** Starts Python for the user's conversation. The demos' Python gives its memory back. */
  async #startLivePython(): Promise<Sandbox> {
    const sandbox = await this.live.python.sandbox();
    if (this.#shown === 'live') this.#demoPython.close();
    return sandbox;
  }

  #show(conversation: 'demo' | 'live' | undefined): void {
    this.#shown = conversation;
    if (conversation) this.#used = this.isElsewhere ? 'demo' : conversation;
    this.changed();
  }

  #reportUnsaved(isSaved: boolean): void {
    if (!isSaved) this.autosave?.report({ type: 'preferences-not-saved', reason: chat.storageRefused });
    this.changed();
  }

  protected changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}
