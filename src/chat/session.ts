import type { Content } from '@google/genai';
import { abortable } from '../async/abort.ts';
import type { Cassette } from '../cassette/format.ts';
import { errorMessage } from '../errors.ts';
import type { AnswerEvent } from '../gemini/events.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { DemoPlay } from './demo/demoPlay.ts';
import { demoAccess, loadDemo, type Pace } from './demo/demos.ts';
import { packagesObstacle } from './demo/packagesObstacle.ts';
import { requestInput } from './inputRequest.ts';
import type { Connect, Connection } from './live/geminiChat.ts';
import { areSameOptions, type ChatOptions, limitsOf, liveAccess } from './live/liveAccess.ts';
import { LivePython } from './live/livePython.ts';
import { whyNoAnswer } from './live/noAnswer.ts';
import { type LiveSettings, NO_SETTINGS } from './live/settings.ts';
import { fileNameFor } from './notebook/fileNameFor.ts';
import { type CreateSandbox, type EngineState, LazySandbox, type Successor } from './python/lazySandbox.ts';
import { ReaderPython } from './python/userPython.ts';
import { Autosave, type AutosaveProblem } from './storage/autosave.ts';
import type { ConversationRecord } from './storage/conversationRecord.ts';
import { type ConversationStore, newId, type Summary } from './storage/conversationStore.ts';
import type { Preferences } from './storage/preferences.ts';
import { addEvent, type CodeEntry, changeCode, endTurn, isCode, startTurn, type Turn } from './transcript.ts';

/** A row of questions that the model answers with the earlier ones in mind. */
export interface Conversation {
  readonly id: number;
  readonly source: { type: 'demo'; name: string; origin?: Cassette['origin'] } | { type: 'live' };
  readonly turns: readonly Turn[];
  readonly answer: AnswerState;
}

/** A conversation out of a file. */
export interface OpenedConversation {
  /** Why its Python cannot be brought back, where it cannot. */
  readonly problem?: AutosaveProblem;
  /** Shows it. What was shown before stays where conversations are kept. */
  takeOver(): void;
  /** Gives it up. */
  close(): void;
}

/** Where a conversation's words come from. Each has its own Python, so that demos leave no variables behind. */
type Source = Conversation['source']['type'];

/** What came of a question: asked; or the settings are to be changed first, or an answer is on its way. */
export type Asked = 'asked' | 'needs-key' | 'demos-only' | 'busy';

/** `failed` carries an error where there was no turn yet to carry it. */
export type AnswerState = { state: 'running' } | { state: 'done' } | { state: 'failed'; error?: unknown };

export interface SessionOptions {
  createSandbox: CreateSandbox;
  connect: Connect;
  pace: Pace;
  /** Where recordings come from, by name. Without it, from the page's own folder of demos. */
  loadDemo?: (name: string) => Promise<Cassette>;
  /** Where conversations are kept, with their Python. Without it, they are gone with the page. */
  shelf?: ConversationStore;
  /** Where settings and standing notes are kept. Without it, they are gone with the page. */
  preferences?: Preferences;
  /** What is set on this visit, whatever was kept. */
  settings?: Partial<LiveSettings>;
  /** Is told everything that happens on the way to an answer. */
  onAnswer?: (event: AnswerEvent) => void;
}

/**
 * What the page knows and can do: the engine, where the model's words come from, the conversation. Components draw it, and call its
 * methods; every change is a `change` event.
 */
export class Session extends EventTarget {
  /** What the reader does with Python beside asking the model. */
  readonly python: ReaderPython;
  readonly #options: SessionOptions;
  readonly #keeper: Autosave | undefined;
  /** Each live conversation has an engine of its own. */
  readonly #engines: Record<Source, LazySandbox>;
  #settings: LiveSettings;
  readonly #livePython: LivePython;
  /** For a session without preferences. */
  #notes: readonly string[] = [];
  /** Under which the live conversation is kept; where there is none, the next one. */
  #keptId = newId();
  /** The live conversation stays while the reader looks at demos. */
  readonly #conversations: Partial<Record<Source, Conversation>> = {};
  #shown: Source | undefined;
  /** Whose engine was used last. */
  #used: Source = 'demo';
  #begun = 0;
  #stop = new AbortController();
  /** The demo that is played, or was played last. */
  #play: DemoPlay | undefined;
  /** The live chat, and what it was opened with. */
  #chat: { connection: Connection; terms: ChatOptions } | undefined;
  /** What was said before there was a chat on this visit. */
  #saidBefore: readonly Content[] = [];

  constructor(options: SessionOptions) {
    super();
    this.#options = options;
    const { createSandbox, shelf, preferences, settings } = options;
    const onChange = () => this.#changed();
    this.#settings = { ...(preferences?.readSettings() ?? NO_SETTINGS), ...settings };
    this.#keeper = shelf && new Autosave(shelf, onChange);
    this.#livePython = new LivePython({
      createSandbox,
      shelf,
      keeper: this.#keeper,
      settings: () => this.#settings,
      onChange,
    });
    this.#engines = {
      demo: new LazySandbox((more) => createSandbox({ ...more, ...limitsOf(this.#settings) }), onChange),
      live: this.#livePython.engine(() => this.#keptId),
    };
    this.python = new ReaderPython({
      engine: () => this.#engines[this.#used],
      sandbox: (engine) => (engine === this.#engines.live ? this.#livePython.sandbox(engine) : engine.sandbox()),
      timeout: () => this.#settings.timeout * 1000,
      onChange,
      onUsed: (engine) => this.#keepUsedPython(engine),
    });
  }

  get engine(): EngineState {
    return this.#engines[this.#used].state;
  }

  get conversation(): Conversation | undefined {
    return this.#shown && this.#conversations[this.#shown];
  }

  /** Whether there is a live conversation to go back to, behind what is shown. */
  get canGoBack(): boolean {
    return this.#shown !== 'live' && this.#conversations.live !== undefined;
  }

  /** Whether there is a conversation of the reader's own, shown or not. */
  get hasLiveConversation(): boolean {
    return this.#conversations.live !== undefined;
  }

  /** What could not be kept, or not be brought back. */
  get keepingProblem(): AutosaveProblem | undefined {
    return this.#keeper?.problem;
  }

  /** Whether everything is kept that is to be kept. */
  get kept(): boolean {
    return this.#keeper?.settled ?? true;
  }

  get settings(): LiveSettings {
    return this.#settings;
  }

  /** Takes effect with the next question; a conversation with the real API goes on. */
  set settings(settings: LiveSettings) {
    this.#settings = settings;
    this.#tellWhetherKept(this.#options.preferences?.keepSettings(settings));
  }

  /** What the reader wants the model to remember in every conversation. */
  get notes(): readonly string[] {
    return this.#options.preferences?.notes ?? this.#notes;
  }

  /** Takes effect with the next question. */
  set notes(notes: readonly string[]) {
    this.#notes = notes;
    this.#tellWhetherKept(this.#options.preferences?.keepNotes(notes));
  }

  /** Under which the live conversation is kept, where there is one. */
  get keptId(): string | undefined {
    return this.#conversations.live && this.#keptId;
  }

  /** What has to be changed in the settings before a question can be asked. */
  get obstacle(): 'needs-key' | 'demos-only' | undefined {
    const { mode, apiKey } = this.#settings;
    if (mode === 'demos') return 'demos-only';
    return apiKey === '' ? 'needs-key' : undefined;
  }

  get running(): boolean {
    return this.conversation?.answer.state === 'running';
  }

  /** Starts to load the engine, or tries again after it failed. */
  loadEngine(): void {
    this.#engines[this.#used].preload();
  }

  /** Brings back the conversation that was kept on an earlier visit, and shows it unless something else is shown already. */
  async restore(): Promise<void> {
    const kept = await this.#keeper?.readCurrent();
    if (!kept || this.#conversations.live) return;
    this.#goOnWith(kept.conversation, kept.id);
    if (!this.#shown) this.goBack();
  }

  /** Resolves when everything is kept that was to be kept until now. */
  async whenKept(): Promise<void> {
    await this.#keeper?.done;
  }

  /**
   * The conversations that are kept, the one that was changed last first.
   *
   * @throws NotKeptError where the browser keeps nothing for this page
   */
  async listKept(): Promise<readonly Summary[]> {
    return (await this.#options.shelf?.list()) ?? [];
  }

  /** Shows a conversation that is kept, in the place of the one that is open. */
  async showKept(id: string): Promise<void> {
    if (id === this.keptId) return this.goBack();
    const conversation = await this.#keeper?.read(id);
    if (!conversation) return;
    this.#leaveLive();
    this.#keeper?.setCurrent(id);
    this.#goOnWith(conversation, id);
    this.goBack();
  }

  /** @throws NotKeptError where there is no room */
  async renameKept(id: string, title: string): Promise<void> {
    await this.#keeper?.done;
    await this.#options.shelf?.rename(id, title);
    this.#changed();
  }

  /** Forgets a conversation that is kept, with its variables and files. */
  async removeKept(id: string): Promise<void> {
    if (id === this.keptId) this.startAnew();
    await this.#keeper?.remove(id);
    this.#changed();
  }

  /** Shows the live conversation again. */
  goBack(): void {
    if (!this.#conversations.live) return;
    this.stop();
    this.#show('live');
    this.#startLivePython().then(
      (sandbox) => {
        this.#tellOfLostVariables(sandbox);
        this.python.refresh();
      },
      () => {}, // The engine's state says so.
    );
  }

  /** Plays a recorded conversation: the recorded questions, in order, one after the other's answer. */
  async playDemo(name: string): Promise<void> {
    this.stop();
    this.python.stop();
    const id = this.#begin({ type: 'demo', name });
    await this.#answering(id, async (signal) => {
      const cassette = await (this.#options.loadDemo ?? loadDemo)(name);
      const { packages } = cassette;
      const access = await demoAccess(cassette, this.#options.pace);
      signal.throwIfAborted();
      this.#change(id, () => ({ source: { type: 'demo', name, origin: cassette.origin } }));
      const sandbox = () => this.#engines.demo.sandbox();
      const connection = await this.#options.connect(access, sandbox);
      this.#play?.close();
      this.#play = new DemoPlay(
        cassette,
        packages ? await this.#withPackages(connection, packages) : connection,
        sandbox,
      );
      await this.#playOn(id, this.#play, signal);
    });
  }

  /** @throws DemoPackagesError if the packages are not here and cannot be downloaded now */
  async #withPackages(connection: Connection, packages: readonly string[]): Promise<Connection> {
    const { explainingPackages, requirePackages } = await import('./demo/demoPackages.ts');
    await requirePackages(packages, packagesObstacle(this.#settings));
    return explainingPackages(connection, packages);
  }

  /** Undoes what the stopped answer of a demo has done to Python, and asks its question again. */
  async takeBack(): Promise<void> {
    const { demo } = this.#conversations;
    const last = demo?.turns.at(-1);
    if (!demo || this.running || last?.status.state !== 'stopped') return;
    const play = this.#play;
    if (!play?.canTakeBack) return void this.retry();
    this.python.stop();
    await this.#answering(demo.id, async (signal) => {
      await abortable(play.takeBack(), signal);
      const takenBack: Turn = { ...last, status: { state: 'stopped', takenBack: true } };
      this.#changeTurn(demo.id, last.id, () => takenBack);
      await this.#playOn(demo.id, play, signal);
    });
  }

  async #playOn(id: number, play: DemoPlay, signal: AbortSignal): Promise<void> {
    for (let next = play.question; next; next = play.question) {
      await this.#answer(id, next, () => play.open(), signal);
      play.answered();
    }
  }

  /** Asks the real API. Where nothing happens, the answer says why. */
  ask(question: string, files: readonly File[] = []): Asked {
    const { obstacle } = this;
    if (obstacle) return obstacle;
    if (this.running) return 'busy';
    this.#askLive(question, files);
    return 'asked';
  }

  stop(): void {
    this.#stop.abort(new DOMException('The reader stopped the answer.', 'AbortError'));
  }

  /** Asks the last question again, or plays the demo again. */
  retry(): Asked {
    const { conversation } = this;
    if (conversation?.source.type === 'demo') {
      this.playDemo(conversation.source.name);
      return 'asked';
    }
    const last = conversation?.turns.at(-1);
    if (!conversation || !last || this.running) return 'busy';
    const { obstacle } = this;
    if (obstacle) return obstacle;
    this.#conversations.live = { ...conversation, turns: conversation.turns.slice(0, -1) };
    this.#askLive(last.question, last.files);
    return 'asked';
  }

  /** Leaves what is shown for the list of demos, and stops its answer. The live conversation can be gone back to. */
  showDemos(): void {
    this.stop();
    this.#shown = undefined;
    this.#changed();
  }

  /** Leaves the live conversation for a new one. It stays where conversations are kept. */
  startAnew(): void {
    this.#leaveLive();
    this.#keeper?.setCurrent(undefined);
    this.loadEngine();
    this.#changed();
  }

  /** Gives the live conversation and its Python as one file; the conversation alone, and {@link keepingProblem}, where Python cannot be saved. */
  async save(): Promise<File | undefined> {
    const { live } = this.#conversations;
    if (!live) return undefined;
    const [{ ENDING, writeConversationFile }, python] = await Promise.all([
      import('./storage/conversationFile.ts'),
      this.#ranCode() ? this.#savePython() : undefined,
    ]);
    const conversation = { turns: live.turns, history: this.#said() };
    const blob = await writeConversationFile({ conversation, ...(python && { python }) });
    return new File([blob], `${fileNameFor(live.turns)}${ENDING}`, { type: blob.type });
  }

  /**
   * Reads a conversation that was saved, or a notebook, and has its Python come up beside the one that is here. Nothing changes until it takes over.
   *
   * @throws ConversationFileError, ConversationRecordError where the file cannot be read
   */
  async open(file: Blob): Promise<OpenedConversation> {
    const { openConversationFile } = await import('./storage/openConversationFile.ts');
    const { conversation, python } = await openConversationFile(file);
    const id = newId();
    const engine = this.#livePython.engine(() => id);
    const [successor, problem] = python ? await resume(python, engine) : [];
    return {
      ...(problem && { problem }),
      takeOver: () => {
        this.#leaveLive();
        this.#goOnWith(conversation, id, engine);
        successor?.takeOver();
        this.#showOpened(conversation, problem);
      },
      close: () => successor?.close(),
    };
  }

  async #savePython(): Promise<Blob | undefined> {
    try {
      const sandbox = await this.#engines.live.sandbox();
      using checkpoint = await sandbox.checkpoint();
      return await checkpoint.toBlob();
    } catch (error) {
      this.#keeper?.tell({ type: 'python-not-saved', reason: errorMessage(error) });
      return undefined;
    }
  }

  #showOpened(conversation: ConversationRecord, problem: AutosaveProblem | undefined): void {
    this.#keeper?.keep(this.#keptId, conversation);
    this.#keepLivePython();
    if (problem) this.#keeper?.tell(problem);
    this.#show('live');
    this.loadEngine();
  }

  /** Has a conversation of an earlier time go on. */
  #goOnWith({ turns, history }: ConversationRecord, keptId: string, engine?: LazySandbox): void {
    this.#begun += 1;
    this.#conversations.live = { id: this.#begun, source: { type: 'live' }, turns, answer: answerAfter(turns) };
    this.#saidBefore = history;
    this.#keptId = keptId;
    if (engine) this.#engines.live = engine;
  }

  /** Puts the live conversation away as it is. What comes in for it from now on is dropped. */
  #leaveLive(): void {
    this.stop();
    this.python.stop();
    const { live } = this.#conversations;
    if (live) this.#keep(live.id);
    if (this.#ranCode()) this.#keepLivePython();
    const engine = this.#engines.live;
    (this.#keeper?.done ?? Promise.resolve()).then(() => engine.end());
    this.#chat = undefined;
    this.#saidBefore = [];
    delete this.#conversations.live;
    this.#shown = undefined;
    this.#keptId = newId();
    this.#engines.live = this.#livePython.engine(() => this.#keptId);
    this.#keeper?.tell(undefined);
  }

  #ranCode(): boolean {
    return this.#conversations.live?.turns.some(({ entries }) => entries.some(isCode)) ?? false;
  }

  async #askLive(question: string, files: readonly File[]): Promise<void> {
    const current = this.#conversations.live?.id ?? this.#begin({ type: 'live' });
    this.#show('live');
    this.#startLivePython().catch(() => {}); // The engine's state says so.
    await this.#answering(current, (signal) =>
      this.#answer(current, { question, files }, () => this.#connectLive(current), signal),
    );
  }

  async #connectLive(id: number): Promise<Connection> {
    const terms = { settings: this.#settings, notes: this.notes };
    if (this.#chat && areSameOptions(this.#chat.terms, terms)) return this.#chat.connection;
    const engine = this.#engines.live;
    const access = liveAccess(terms, this.#said());
    const connection = await this.#options.connect(access, () => this.#livePython.sandbox(engine));
    if (this.#conversations.live?.id === id) this.#chat = { connection, terms };
    return connection;
  }

  /** Python of the demos gives its memory back meanwhile. */
  async #startLivePython(): Promise<Sandbox> {
    const sandbox = await this.#engines.live.sandbox();
    if (this.#shown === 'live') this.#engines.demo.close();
    return sandbox;
  }

  #said(): readonly Content[] {
    return this.#chat?.connection.history() ?? this.#saidBefore;
  }

  /** @returns the new conversation's id; whatever still comes in for an older one is dropped */
  #begin(source: Conversation['source']): number {
    this.#begun += 1;
    this.#conversations[source.type] = { id: this.#begun, source, turns: [], answer: { state: 'running' } };
    this.#show(source.type);
    return this.#begun;
  }

  #show(source: Source): void {
    this.#shown = source;
    this.#used = source;
    this.#changed();
  }

  #keep(id: number): void {
    const { live } = this.#conversations;
    if (live?.id === id) this.#keeper?.keep(this.#keptId, { turns: live.turns, history: this.#said() });
  }

  #keepPython(id: number): void {
    const { live } = this.#conversations;
    if (live?.id === id && live.turns.at(-1)?.entries.some(isCode)) this.#keepLivePython();
  }

  #keepLivePython(): void {
    const { live } = this.#engines;
    if (live.state.state === 'ready') this.#keeper?.keepPython(live.sandbox());
  }

  #tellWhetherKept(isKept = true): void {
    if (!isKept) this.#keeper?.tell({ type: 'preferences-not-kept', reason: 'The browser refused to keep them.' });
    this.#changed();
  }

  /** What the reader has done is kept as well as what the model has. */
  #keepUsedPython(engine: LazySandbox): void {
    if (engine === this.#engines.live && this.#conversations.live) this.#keepLivePython();
  }

  #tellOfLostVariables({ resumed }: Sandbox): void {
    if (resumed || !this.#ranCode()) return;
    const reason = this.#engines.live.refusal ?? 'This browser does not have them any more.';
    this.#keeper?.tell({ type: 'python-not-restored', reason });
  }

  async #answering(id: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#change(id, () => ({ answer: { state: 'running' } }));
    try {
      await work(signal);
      this.#change(id, () => ({ answer: { state: 'done' } }));
    } catch (error) {
      this.#change(id, () => ({ answer: signal.aborted ? { state: 'done' } : { state: 'failed', error } }));
    }
  }

  async #answer(
    id: number,
    { question, files }: Pick<Turn, 'question' | 'files'>,
    open: () => Promise<Connection>,
    signal: AbortSignal,
  ): Promise<void> {
    const turn = (this.#find(id)?.turns.length ?? 0) + 1;
    const change = (next: (turn: Turn) => Turn) => this.#changeTurn(id, turn, next);
    this.#change(id, ({ turns }) => ({ turns: [...turns, startTurn(turn, question, files)] }));
    this.#keep(id);
    try {
      const connection = await abortable(open(), signal);
      const onEvent = (event: AnswerEvent) => {
        change((current) => addEvent(current, event));
        this.python.note(event);
        this.#options.onAnswer?.(event);
        if (event.type === 'result') this.#keep(id);
      };
      const onInput = (prompt: string, run: { id: number }) =>
        requestInput<CodeEntry>(prompt, (next) => change((current) => changeCode(current, run.id, next)));
      await abortable(connection.ask({ question, files, signal, onEvent, onInput }), signal);
      this.#requireAnswer(id, turn);
      change((current) => endTurn(current, { state: 'done' }));
    } catch (error) {
      change((current) => endTurn(current, signal.aborted ? { state: 'stopped' } : { state: 'failed', error }));
      throw error;
    } finally {
      this.#keep(id);
      this.#keepPython(id);
    }
  }

  /** @throws QuestionBlockedError, AnswerBlockedError or EmptyAnswerError if the turn has nothing to read */
  #requireAnswer(id: number, turn: number): void {
    const answered = this.#find(id)?.turns.find((other) => other.id === turn);
    const problem = answered && whyNoAnswer(answered);
    if (problem) throw problem;
  }

  #changeTurn(id: number, turn: number, change: (turn: Turn) => Turn): void {
    this.#change(id, ({ turns }) => ({ turns: turns.map((other) => (other.id === turn ? change(other) : other)) }));
  }

  #change(id: number, change: (conversation: Conversation) => Partial<Conversation>): void {
    const conversation = this.#find(id);
    if (!conversation) return;
    this.#conversations[conversation.source.type] = { ...conversation, ...change(conversation) };
    this.#changed();
  }

  #find(id: number): Conversation | undefined {
    return Object.values(this.#conversations).find((conversation) => conversation.id === id);
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

/** Has Python of a file come up. */
async function resume(python: Blob, engine: LazySandbox): Promise<[Successor | undefined, AutosaveProblem?]> {
  try {
    const { Checkpoint } = await import('../sandbox/checkpoint.ts');
    using checkpoint = await Checkpoint.fromBlob(python);
    return [await engine.resume(checkpoint)];
  } catch (error) {
    return [undefined, { type: 'python-not-restored', reason: errorMessage(error) }];
  }
}

/** How a conversation of an earlier visit ended. */
function answerAfter(turns: readonly Turn[]): AnswerState {
  return { state: turns.at(-1)?.status.state === 'failed' ? 'failed' : 'done' };
}
