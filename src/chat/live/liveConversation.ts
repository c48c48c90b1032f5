import type { AnswerEvent } from '../../answer/events.ts';
import { chat } from '../../language/en/chat.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Tool } from '../../sandbox/tools/tool.ts';
import { type Conversation, ConversationTurns } from '../conversation.ts';
import type { LazySandbox } from '../python/lazySandbox.ts';
import type { LoggedRun } from '../python/runLog.ts';
import type { Autosave, AutosaveProblem } from '../storage/autosave.ts';
import type { ConversationRecord } from '../storage/conversationRecord.ts';
import { newId } from '../storage/conversationStore.ts';
import { hasRun, isCode, type Turn } from '../transcript.ts';
import type { Connect, Connection } from './access.ts';
import type { History } from './history.ts';
import { areSameOptions, type ChatOptions, liveAccess } from './liveAccess.ts';
import type { LivePython } from './livePython.ts';
import type { ProviderName } from './settings.ts';

interface LiveConversationOptions {
  connect: Connect;
  python: LivePython;
  autosave: Autosave | undefined;
  /** The settings and notes of the next question. */
  chatOptions: () => ChatOptions;
  /** The functions of the page that the code of the next question can call. */
  tools: () => Readonly<Record<string, Tool>>;
  onChange: () => void;
  onEvent: (event: AnswerEvent) => void;
}

/** A conversation that was read from a file. */
export interface OpenedConversation {
  /** Why the variables and files of its Python cannot be restored. */
  readonly problem?: AutosaveProblem;
  /** Shows it in place of the current conversation, which stays among the saved ones. */
  takeOver(): void;
  close(): void;
}

/** The user's own conversation with the model. It is saved after each step, each one with a Python of its own. */
export class LiveConversation {
  readonly #options: LiveConversationOptions;
  #turns: ConversationTurns | undefined;
  #savedId = newId();
  #python: LazySandbox;
  #chat: { connection: Connection; options: ChatOptions } | undefined;
  /** The history of an earlier visit, until there is a chat on this one. */
  #restoredHistory: History = [];
  #restoredProvider: ProviderName | undefined;
  #provider: ProviderName | undefined;

  constructor(options: LiveConversationOptions) {
    this.#options = options;
    this.#python = options.python.create(() => this.#savedId);
  }

  get current(): Conversation | undefined {
    return this.#turns?.current;
  }

  get python(): LazySandbox {
    return this.#python;
  }

  /** Who answers this conversation; `undefined` before its first question. */
  get provider(): ProviderName | undefined {
    return this.#provider;
  }

  /** Takes effect with the next question, which brings the earlier turns. */
  set provider(provider: ProviderName) {
    if (this.#provider) this.#provider = provider;
  }

  /** The id of the saved conversation; `undefined` before the first question. */
  get savedId(): string | undefined {
    return this.#turns && this.#savedId;
  }

  /** Whether code has run, so that Python has variables and files of the conversation. */
  get hasCode(): boolean {
    return this.current?.turns.some(({ entries }) => entries.some(hasRun)) ?? false;
  }

  stop(): void {
    this.#turns?.stop();
  }

  /** Stops the answer, and saves what has arrived. */
  save(): void {
    this.stop();
    if (this.#turns) this.#save(this.#turns);
    if (this.hasCode) this.savePython();
  }

  /**
   * @param onBegin is called when the conversation is there, before it changes
   * @param resumes the error that an earlier attempt at this question ended with
   */
  async ask(question: string, files: readonly File[], onBegin: () => void, resumes?: unknown): Promise<void> {
    this.#turns ??= this.#createTurns();
    const turns = this.#turns;
    onBegin();
    await turns.answer(async (signal) => {
      const onEvent = (event: AnswerEvent) => {
        this.#options.onEvent(event);
        if (event.type === 'result') this.#save(turns);
      };
      const tools = this.#options.tools();
      const asking = turns.ask({ question, files, resumes, tools, open: () => this.#connect(turns), signal, onEvent });
      this.#save(turns);
      try {
        await asking;
      } finally {
        this.#save(turns);
        if (this.#turns === turns && turns.current.turns.at(-1)?.entries.some(isCode)) this.savePython();
      }
    });
  }

  /** Removes the last turn, to ask its question again. */
  dropLastTurn(): void {
    if (this.#turns) this.#turns.change({ turns: this.#turns.current.turns.slice(0, -1) });
  }

  /** Keeps the first turns only. @param history of them, which the model gets with the next question */
  keepFirst(count: number, history: History): void {
    if (!this.#turns) return;
    this.#turns.change({ turns: this.#turns.current.turns.slice(0, count), answer: { state: 'done' } });
    this.#chat = undefined;
    this.#restoredHistory = history;
    this.#restoredProvider = undefined;
    if (count > 0) this.#save(this.#turns);
  }

  /** Begins with a notebook, and saves it. */
  begin(notebook: Turn, savedId = newId()): void {
    this.continueWith({ turns: [notebook], history: [] }, savedId);
    if (this.#turns) this.#save(this.#turns);
  }

  /** The notebook that the conversation begins with. */
  get notebook(): Turn | undefined {
    return this.current?.turns.find(({ notebook }) => notebook);
  }

  changeNotebook(change: (notebook: Turn) => Turn): void {
    if (!this.#turns || !this.notebook) return;
    this.#turns.changeTurn(this.notebook.id, change);
    this.#save(this.#turns);
  }

  markUndone(run: LoggedRun): void {
    this.#turns?.markUndone(run);
    if (this.#turns) this.#save(this.#turns);
  }

  /** Continues a conversation of an earlier time. */
  continueWith({ turns, history, provider }: ConversationRecord, savedId: string, python?: LazySandbox): void {
    this.#turns = this.#createTurns(turns);
    this.#restoredHistory = history;
    this.#restoredProvider = provider;
    this.#provider = provider;
    this.#savedId = savedId;
    if (python) this.#python = python;
  }

  /** Saves the conversation and begins an empty one. Late events of the old one are dropped. */
  leave(): void {
    const { autosave } = this.#options;
    this.save();
    autosave?.close(this.#savedId);
    this.#turns = undefined;
    this.#chat = undefined;
    this.#restoredHistory = [];
    this.#restoredProvider = undefined;
    this.#provider = undefined;
    this.#savedId = newId();
    this.#replacePython();
    autosave?.report(undefined);
  }

  /** Ends what runs for the conversation, which another tab goes on with. What is shown stays. */
  suspend(): void {
    this.stop();
    this.#restoredHistory = this.#history;
    this.#restoredProvider = this.#historyProvider;
    this.#chat = undefined;
    this.#replacePython();
  }

  savePython(): void {
    if (this.#python.state.state === 'ready') this.#options.autosave?.savePython(this.#savedId, this.#python.sandbox());
  }

  /** Tells the user if code ran on an earlier visit and its variables are gone. */
  reportLostVariables({ resumed }: Sandbox): void {
    if (resumed || !this.hasCode) return;
    const reason = this.#python.refusal ?? chat.variablesGone;
    this.#options.autosave?.report({ type: 'python-not-restored', reason });
  }

  /** Returns the conversation and its Python as one file; the conversation alone if Python cannot be captured, which is reported. */
  async toFile(): Promise<File | undefined> {
    if (!this.current) return undefined;
    const { turns } = this.current;
    const [{ conversationFile }, python] = await Promise.all([
      import('../storage/conversationFile.ts'),
      this.hasCode ? this.#options.python.capture(this.#python) : undefined,
    ]);
    return conversationFile({ conversation: this.#recordOf(turns), ...(python && { python }) });
  }

  /**
   * Reads a saved conversation or a notebook, and starts its Python beside the current one. Nothing changes until it takes over.
   *
   * @throws ConversationFileError, ConversationRecordError if the file cannot be read
   */
  async open(file: Blob): Promise<OpenedConversation> {
    const { openConversationFile } = await import('../storage/openConversationFile.ts');
    const { conversation, python } = await openConversationFile(file);
    const id = newId();
    const lazySandbox = this.#options.python.create(() => id);
    const { successor, problem } = python ? await this.#options.python.resume(lazySandbox, python) : {};
    return {
      ...(problem && { problem }),
      takeOver: () => {
        this.leave();
        this.continueWith(conversation, id, lazySandbox);
        successor?.takeOver();
        this.#options.autosave?.save(id, conversation);
        this.savePython();
        if (problem) this.#options.autosave?.report(problem);
      },
      close: () => successor?.close(),
    };
  }

  /** Ends Python when everything is saved. */
  #replacePython(): void {
    const { autosave, python } = this.#options;
    const left = this.#python;
    (autosave?.done ?? Promise.resolve()).then(() => left.end());
    this.#python = python.create(() => this.#savedId);
  }

  async #connect(turns: ConversationTurns): Promise<Connection> {
    const options = this.#options.chatOptions();
    if (this.#chat && areSameOptions(this.#chat.options, options)) return this.#chat.connection;
    const python = this.#python;
    const { provider } = options.settings;
    const access = liveAccess(options, await this.#historyFor(provider));
    const connection = await this.#options.connect(access, () => this.#options.python.sandbox(python));
    if (this.#turns === turns) {
      this.#chat = { connection, options };
      this.#provider = provider;
    }
    return connection;
  }

  /** Returns the history in words that a provider understands. The first question brings the notebook before it, as it is now. */
  async #historyFor(provider: ProviderName): Promise<History> {
    const { notebook } = this;
    if (notebook && !this.#chat && this.current?.turns.length === 2) {
      const { historyOf } = await import('../notebook/notebookHistory.ts');
      return historyOf([notebook]);
    }
    if (this.#history.length === 0 || (this.#historyProvider ?? 'gemini') === provider) return this.#history;
    const { historyForOthers } = await import('./history.ts');
    return historyForOthers(this.#history);
  }

  get #history(): History {
    return this.#chat?.connection.history() ?? this.#restoredHistory;
  }

  /** Who has answered last, whose words the history is in. */
  get #historyProvider(): ProviderName | undefined {
    return this.#chat?.options.settings.provider ?? this.#restoredProvider;
  }

  #recordOf(turns: ConversationRecord['turns']): ConversationRecord {
    const provider = this.#historyProvider;
    return { turns, history: this.#history, ...(provider && { provider }) };
  }

  #save(turns: ConversationTurns): void {
    if (this.#turns !== turns) return;
    this.#options.autosave?.save(this.#savedId, this.#recordOf(turns.current.turns));
  }

  #createTurns(earlier?: ConversationRecord['turns']): ConversationTurns {
    const turns = new ConversationTurns(
      { type: 'live' },
      () => this.#turns === turns && this.#options.onChange(),
      earlier,
    );
    return turns;
  }
}
