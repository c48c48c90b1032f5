import type { AnswerEvent } from '../answer/events.ts';
import { abortable } from '../async/abort.ts';
import type { Cassette } from '../cassette/format.ts';
import type { Connection } from './live/access.ts';
import type { Question } from './live/modelChat.ts';
import { whyNoAnswer } from './live/noAnswer.ts';
import type { LoggedRun } from './python/runLog.ts';
import {
  addEvent,
  addNote,
  type CodeEntry,
  changeCode,
  type Entry,
  endTurn,
  isCode,
  markUndone,
  startTurn,
  type Turn,
} from './transcript.ts';
import { UserQuestions } from './userQuestions.ts';

/** A conversation as components draw it: another object after each change. */
export interface Conversation {
  /** Unique in this page. */
  readonly id: number;
  readonly source: { type: 'demo'; name: string; origin?: Cassette['origin'] } | { type: 'live' };
  readonly turns: readonly Turn[];
  readonly answer: AnswerState;
}

/** `failed` has an error if there was no turn yet to show it. */
export type AnswerState = { state: 'running' } | { state: 'done' } | { state: 'failed'; error?: unknown };

interface NextQuestion extends Pick<Turn, 'question' | 'files'>, Pick<Question, 'tools'> {
  open: () => Promise<Connection>;
  signal: AbortSignal;
  onEvent: (event: AnswerEvent) => void;
  /** The error that an earlier attempt ended with. */
  resumes?: unknown;
}

let lastId = 0;

/** Asks the questions of one conversation, and writes down its turns. */
export class ConversationTurns {
  readonly #onChange: () => void;
  #current: Conversation;
  #stop = new AbortController();

  /** @param turns of an earlier visit */
  constructor(source: Conversation['source'], onChange: () => void, turns: readonly Turn[] = []) {
    lastId += 1;
    this.#current = { id: lastId, source, turns, answer: answerAfter(turns) };
    this.#onChange = onChange;
  }

  get current(): Conversation {
    return this.#current;
  }

  get running(): boolean {
    return this.#current.answer.state === 'running';
  }

  stop(): void {
    this.#stop.abort(new DOMException('The user stopped the answer.', 'AbortError'));
  }

  change(change: Partial<Pick<Conversation, 'source' | 'turns' | 'answer'>>): void {
    this.#current = { ...this.#current, ...change };
    this.#onChange();
  }

  changeTurn(id: number, change: (turn: Turn) => Turn): void {
    this.change({ turns: this.#current.turns.map((turn) => (turn.id === id ? change(turn) : turn)) });
  }

  /** Marks the result of a run as undone: of a cell of the notebook, or of the last code of the model's that is the same. */
  markUndone({ code, cell }: LoggedRun): void {
    const { id, turns } = this.#current;
    const isMeant = (turn: Turn, entry: Entry) => {
      if (!isCode(entry) || entry.run.state !== 'ended' || entry.run.undone) return false;
      return cell === undefined ? !turn.notebook && entry.code === code : cell === `${id}/${turn.id}/${entry.id}`;
    };
    const turn = turns.findLast(
      (each) => (each.notebook || cell === undefined) && each.entries.some((entry) => isMeant(each, entry)),
    );
    const last = turn?.entries.findLast((entry) => isMeant(turn, entry));
    const mark = (entry: Entry) => (entry === last && isCode(entry) ? markUndone(entry) : entry);
    if (turn) this.changeTurn(turn.id, (now) => ({ ...now, entries: now.entries.map(mark) }));
  }

  /** Shows an answer as running until `work` ends. Never rejects: {@link Conversation.answer} has the error. */
  async answer(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.change({ answer: { state: 'running' } });
    try {
      await work(signal);
      this.change({ answer: { state: 'done' } });
    } catch (error) {
      this.change({ answer: signal.aborted ? { state: 'done' } : { state: 'failed', error } });
    }
  }

  /**
   * Asks a question. The new turn is there when this returns its promise.
   *
   * @throws QuestionBlockedError, AnswerBlockedError or EmptyAnswerError if the answer has nothing to read
   * @throws the error that ended the answer
   */
  async ask({ question, files, open, signal, tools, onEvent, resumes }: NextQuestion): Promise<void> {
    const id = this.#current.turns.length + 1;
    const change = (next: (turn: Turn) => Turn) => this.changeTurn(id, next);
    this.change({ turns: [...this.#current.turns, startTurn(id, question, files)] });
    try {
      const connection = await abortable(open(), signal);
      const handle = (event: AnswerEvent) => {
        change((turn) => addEvent(turn, event));
        onEvent(event);
      };
      const changeCell = (cell: number) => (next: (entry: CodeEntry) => CodeEntry) =>
        change((turn) => changeCode(turn, cell, next));
      const questions = new UserQuestions();
      const asking: Pick<Question, 'onInput' | 'onApproval'> = {
        onInput: (prompt, run) => questions.input(prompt, changeCell(run.id)),
        onApproval: (call, run) => questions.approval(call, changeCell(run.id)),
      };
      const onNote = (text: string, replaced?: string) => change((turn) => addNote(turn, text, replaced));
      const toSend = { question, files, signal, resumes, onEvent: handle, onNote, ...asking, ...(tools && { tools }) };
      await abortable(connection.ask(toSend), signal);
      this.#requireAnswer(id);
      change((turn) => endTurn(turn, { state: 'done' }));
    } catch (error) {
      change((turn) => endTurn(turn, signal.aborted ? { state: 'stopped' } : { state: 'failed', error }));
      throw error;
    }
  }

  #requireAnswer(id: number): void {
    const turn = this.#current.turns.find((other) => other.id === id);
    const problem = turn && whyNoAnswer(turn);
    if (problem) throw problem;
  }
}

function answerAfter(turns: readonly Turn[]): AnswerState {
  const last = turns.at(-1);
  if (!last) return { state: 'running' };
  return { state: last.status.state === 'failed' ? 'failed' : 'done' };
}
