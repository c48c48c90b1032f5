import type { Cassette } from '../cassette/format.ts';
import type { AnswerEvent } from '../gemini/events.ts';
import { abortable } from '../sandbox/abortable.ts';
import type { Connect, Connection } from './connect.ts';
import { demoAccess, loadDemo, type Pace } from './demos.ts';
import { type CreateSandbox, Engine, type EngineState } from './engine.ts';
import { type LiveSettings, NO_SETTINGS } from './settings.ts';
import { addEvent, endTurn, startTurn, type Turn } from './transcript.ts';

/** A row of questions that the model answers with the earlier ones in mind. */
export interface Conversation {
  readonly id: number;
  readonly source: { type: 'demo'; name: string; origin?: Cassette['origin'] } | { type: 'live' };
  readonly turns: readonly Turn[];
  readonly answer: AnswerState;
}

/** `failed` carries an error where there was no turn yet to carry it. */
export type AnswerState = { state: 'running' } | { state: 'done' } | { state: 'failed'; error?: unknown };

export interface SessionOptions {
  createSandbox: CreateSandbox;
  connect: Connect;
  pace: Pace;
  /** Is told everything that happens on the way to an answer. */
  onAnswer?: (event: AnswerEvent) => void;
}

/**
 * What the page knows and can do: the engine, where the model's words come from, the conversation. Components draw it, and call its
 * methods; every change is a `change` event.
 */
export class Session extends EventTarget {
  readonly #options: SessionOptions;
  readonly #engine: Engine;
  #settings: LiveSettings = NO_SETTINGS;
  #conversation: Conversation | undefined;
  #conversations = 0;
  #stop = new AbortController();
  /** The live chat, and the settings that it was opened with. */
  #live: { connection: Connection; settings: LiveSettings } | undefined;

  constructor(options: SessionOptions) {
    super();
    this.#options = options;
    this.#engine = new Engine(options.createSandbox, () => this.#changed());
  }

  get engine(): EngineState {
    return this.#engine.state;
  }

  get conversation(): Conversation | undefined {
    return this.#conversation;
  }

  get settings(): LiveSettings {
    return this.#settings;
  }

  /** Takes effect with the next question; a conversation with the real API goes on. */
  set settings(settings: LiveSettings) {
    this.#settings = settings;
    this.#changed();
  }

  get running(): boolean {
    return this.#conversation?.answer.state === 'running';
  }

  /** Starts to load the engine, or tries again after it failed. */
  loadEngine(): void {
    this.#engine.preload();
  }

  /** Plays a recorded conversation: the recorded questions, in order, one after the other's answer. */
  async playDemo(name: string): Promise<void> {
    const id = this.#begin({ type: 'demo', name });
    await this.#answering(id, async (signal) => {
      const cassette = await loadDemo(name);
      const access = await demoAccess(cassette, this.#options.pace);
      signal.throwIfAborted();
      this.#change(id, () => ({ source: { type: 'demo', name, origin: cassette.origin } }));
      const connection = await this.#options.connect(access, () => this.#engine.sandbox());
      for (const question of cassette.prompts) {
        await this.#answer(id, { question, files: [] }, async () => connection, signal);
      }
    });
  }

  /** Asks the real API. Without a key nothing happens, and the answer is `needs-key`. */
  ask(question: string, files: readonly File[] = []): 'asked' | 'needs-key' | 'busy' {
    if (this.#settings.apiKey === '') return 'needs-key';
    if (this.running) return 'busy';
    this.#askLive(question, files);
    return 'asked';
  }

  stop(): void {
    this.#stop.abort(new DOMException('The reader stopped the answer.', 'AbortError'));
  }

  /** Asks the last question again, or plays the demo again. */
  retry(): void {
    const conversation = this.#conversation;
    if (!conversation || this.running) return;
    if (conversation.source.type === 'demo') {
      this.playDemo(conversation.source.name);
      return;
    }
    const last = conversation.turns.at(-1);
    if (!last) return;
    this.#conversation = { ...conversation, turns: conversation.turns.slice(0, -1) };
    this.#askLive(last.question, last.files);
  }

  /** Leaves the conversation, and stops its answer. */
  reset(): void {
    this.stop();
    this.#live = undefined;
    this.#conversation = undefined;
    this.#changed();
  }

  async #askLive(question: string, files: readonly File[]): Promise<void> {
    const { id } = this.#conversation ?? {};
    const current = this.#conversation?.source.type === 'live' && id !== undefined ? id : this.#begin({ type: 'live' });
    await this.#answering(current, (signal) =>
      this.#answer(current, { question, files }, () => this.#connectLive(current), signal),
    );
  }

  async #connectLive(id: number): Promise<Connection> {
    const settings = this.#settings;
    if (this.#live?.settings === settings) return this.#live.connection;
    const { apiKey, model, baseUrl } = settings;
    const history = this.#live?.connection.history();
    const access = { apiKey, model, ...(baseUrl && { httpOptions: { baseUrl } }), ...(history && { history }) };
    const connection = await this.#options.connect(access, () => this.#engine.sandbox());
    if (this.#conversation?.id === id) this.#live = { connection, settings };
    return connection;
  }

  /** @returns the new conversation's id; whatever still comes in for an older one is dropped */
  #begin(source: Conversation['source']): number {
    this.reset();
    this.#conversations += 1;
    this.#conversation = { id: this.#conversations, source, turns: [], answer: { state: 'running' } };
    this.#changed();
    return this.#conversations;
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
    const turn = (this.#conversation?.turns.length ?? 0) + 1;
    const change = (next: (turn: Turn) => Turn) => this.#changeTurn(id, turn, next);
    this.#change(id, ({ turns }) => ({ turns: [...turns, startTurn(turn, question, files)] }));
    try {
      const connection = await abortable(open(), signal);
      const onEvent = (event: AnswerEvent) => {
        change((current) => addEvent(current, event));
        this.#options.onAnswer?.(event);
      };
      await abortable(connection.ask({ question, files, signal, onEvent }), signal);
      change((current) => endTurn(current, { state: 'done' }));
    } catch (error) {
      change((current) => endTurn(current, signal.aborted ? { state: 'stopped' } : { state: 'failed', error }));
      throw error;
    }
  }

  #changeTurn(id: number, turn: number, change: (turn: Turn) => Turn): void {
    this.#change(id, ({ turns }) => ({ turns: turns.map((other) => (other.id === turn ? change(other) : other)) }));
  }

  #change(id: number, change: (conversation: Conversation) => Partial<Conversation>): void {
    if (this.#conversation?.id !== id) return;
    this.#conversation = { ...this.#conversation, ...change(this.#conversation) };
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}
