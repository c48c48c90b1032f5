import type { AnswerEvent } from '../../answer/events.ts';
import { abortable } from '../../async/abort.ts';
import type { Cassette } from '../../cassette/format.ts';
import { type Conversation, ConversationTurns } from '../conversation.ts';
import type { Connect, Connection } from '../live/access.ts';
import type { LiveSettings } from '../live/settings.ts';
import type { LazySandbox } from '../python/lazySandbox.ts';
import type { LoggedRun } from '../python/runLog.ts';
import { hasRun } from '../transcript.ts';
import { DemoPlay } from './demoPlay.ts';
import { demoAccess, type Pace } from './demos.ts';
import { type PackagesObstacle, packagesObstacle } from './packagesObstacle.ts';

interface DemoConversationOptions {
  connect: Connect;
  loadDemo: (name: string) => Promise<Cassette>;
  pace: Pace;
  python: LazySandbox;
  settings: () => LiveSettings;
  onChange: () => void;
  onEvent: (event: AnswerEvent) => void;
}

/** Plays recorded conversations: the recorded questions one after the other, with real Python. */
export class DemoConversation {
  readonly #options: DemoConversationOptions;
  #turns: ConversationTurns | undefined;
  /** The demo that is played, or was played last. */
  #play: DemoPlay | undefined;
  /** Whether the packages of the demo that was played last arrived. */
  #havePackagesArrived = true;
  /** Whether Python could run code when the user stopped the demo. */
  #hadPython = false;

  constructor(options: DemoConversationOptions) {
    this.#options = options;
  }

  get current(): Conversation | undefined {
    return this.#turns?.current;
  }

  /** Why packages that are not vendored cannot be had, as far as is known without asking a server. */
  get packagesObstacle(): PackagesObstacle | undefined {
    return packagesObstacle(this.#options.settings()) ?? (this.#havePackagesArrived ? undefined : 'not-arrived');
  }

  stop(): void {
    if (this.#turns?.running) this.#hadPython = this.#options.python.state.state === 'ready';
    this.#turns?.stop();
  }

  /**
   * Plays a demo from its beginning. Resolves at its end, also if it fails: {@link current} has the error.
   *
   * @param onBegin is called when the new conversation is there
   */
  async play(name: string, onBegin: () => void): Promise<void> {
    const turns = new ConversationTurns(
      { type: 'demo', name },
      () => this.#turns === turns && this.#options.onChange(),
    );
    this.#turns = turns;
    onBegin();
    await turns.answer(async (signal) => {
      const { loadDemo, pace, connect } = this.#options;
      const cassette = await loadDemo(name);
      const access = await demoAccess(cassette, pace);
      signal.throwIfAborted();
      turns.change({ source: { type: 'demo', name, origin: cassette.origin } });
      const sandbox = () => this.#options.python.sandbox();
      const connection = await this.#withPackages(await connect(access, sandbox), cassette.packages);
      this.#play?.close();
      this.#play = new DemoPlay(cassette, connection, sandbox);
      await this.#playOn(turns, this.#play, signal);
    });
  }

  get isStopped(): boolean {
    return !this.#turns?.running && this.current?.turns.at(-1)?.status.state === 'stopped';
  }

  /**
   * Whether the stopped answer has done something to Python that {@link undoAnswer} can undo. Otherwise the demo can only be played again.
   */
  get canUndo(): boolean {
    const isBegun = this.#hadPython && this.current?.turns.at(-1)?.entries.some(hasRun);
    return this.isStopped && isBegun === true && this.#play?.canUndo === true;
  }

  markUndone(run: LoggedRun): void {
    this.#turns?.markUndone(run);
  }

  /** Undoes what the stopped answer has done to Python, and asks its question again. */
  async undoAnswer(): Promise<void> {
    const [turns, play] = [this.#turns, this.#play];
    const last = turns?.current.turns.at(-1);
    if (!turns || !play || !last || !this.isStopped) return;
    await turns.answer(async (signal) => {
      await abortable(play.undo(), signal);
      turns.changeTurn(last.id, () => ({ ...last, status: { state: 'stopped', undone: true } }));
      await this.#playOn(turns, play, signal);
    });
  }

  async #playOn(turns: ConversationTurns, play: DemoPlay, signal: AbortSignal): Promise<void> {
    for (let next = play.question; next; next = play.question) {
      await turns.ask({ ...next, open: () => play.open(), signal, onEvent: this.#options.onEvent });
      play.answered();
    }
  }

  /** @throws DemoPackagesError if packages are missing that cannot be downloaded now */
  async #withPackages(connection: Connection, packages: readonly string[] | undefined): Promise<Connection> {
    if (!packages) return connection;
    const { explainingPackages, requirePackages } = await import('./demoPackages.ts');
    await requirePackages(packages, packagesObstacle(this.#options.settings()));
    return explainingPackages(connection, packages, (haveArrived) => {
      this.#havePackagesArrived = haveArrived;
    });
  }
}
