import { abortable } from '../../async/abort.ts';
import type { RunResult } from '../../sandbox/result.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { type CodeEntry, startCode } from '../transcript.ts';
import { runCode } from './runCode.ts';

/** Programs of agents that wait for the user at the same time; more are refused. */
const MAX_WAITING = 5;
/** Programs of agents that are shown, the latest ones. */
const MAX_SHOWN = 50;

/** The user's decision: this program, this one and all later ones of this visit, or not this one. */
export type Permission = 'once' | 'always' | 'never';

/** A program of an agent outside of the conversation, such as that of the browser. The model is not told. */
export interface AgentRun {
  readonly id: number;
  /** The program, and its output. */
  readonly entry: CodeEntry;
  /** Present while the program waits for the user. */
  readonly decide?: (permission: Permission) => void;
  /** Present while the program runs. */
  readonly stop?: () => void;
}

interface AgentProgram {
  code: string;
  sandbox: () => Promise<Sandbox>;
  /** Time limit, in ms. */
  timeout: number;
  signal: AbortSignal;
}

/** The user's permission for all agents, until the page is closed. */
export interface Permissions {
  isAlways: boolean;
}

/** The programs that agents run in one Python. Each asks the user first. */
export class AgentRuns {
  static #last = 0;
  readonly #permissions: Permissions;
  readonly #onChange: () => void;
  #runs: readonly AgentRun[] = [];

  constructor(permissions: Permissions, onChange: () => void) {
    this.#permissions = permissions;
    this.#onChange = onChange;
  }

  /** A new list after each change. */
  get all(): readonly AgentRun[] {
    return this.#runs;
  }

  get running(): boolean {
    return this.#runs.some(({ stop }) => stop);
  }

  /**
   * Runs a program that the user has allowed.
   *
   * @throws the reason of `signal` or of Stop, or the errors of the sandbox
   */
  async run({ code, sandbox, timeout, signal }: AgentProgram): Promise<RunResult> {
    const id = this.#nextId();
    const stopping = new AbortController();
    const stop = () => stopping.abort(new DOMException('The user stopped the program.', 'AbortError'));
    this.#set({ id, entry: startEntry(id, code), stop });
    const change = (next: (entry: CodeEntry) => CodeEntry) =>
      this.#change(id, (run) => ({ ...run, entry: next(run.entry) }));
    const signals = AbortSignal.any([signal, stopping.signal]);
    try {
      return await runCode({ code, language: 'PYTHON', sandbox, timeout, tools: {}, signal: signals, change });
    } finally {
      this.#change(id, ({ stop: _, ...run }) => run);
    }
  }

  /**
   * Asks the user, unless all programs are allowed.
   *
   * @throws the reason of `signal` if it aborts
   */
  async mayRun(code: string, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    if (this.#permissions.isAlways) return true;
    if (this.#runs.filter(({ decide }) => decide).length >= MAX_WAITING) return false;
    const id = this.#nextId();
    const asked = new Promise<Permission>((decide) => this.#set({ id, entry: startEntry(id, code), decide }));
    try {
      const permission = await abortable(asked, signal);
      if (permission === 'always') this.#allowAll();
      return permission !== 'never';
    } finally {
      this.#runs = this.#runs.filter((run) => run.id !== id);
      this.#onChange();
    }
  }

  /** Counts on over all sandboxes: cells are named by these numbers. */
  #nextId(): number {
    AgentRuns.#last += 1;
    return AgentRuns.#last;
  }

  /** The programs that wait, too. */
  #allowAll(): void {
    this.#permissions.isAlways = true;
    for (const { decide } of this.#runs) decide?.('once');
  }

  #change(id: number, next: (run: AgentRun) => AgentRun): void {
    this.#runs = this.#runs.map((run) => (run.id === id ? next(run) : run));
    this.#onChange();
  }

  #set(run: AgentRun): void {
    this.#runs = [...this.#runs, run].slice(-MAX_SHOWN);
    this.#onChange();
  }
}

function startEntry(id: number, code: string): CodeEntry {
  return startCode({ id, language: 'PYTHON', code });
}
