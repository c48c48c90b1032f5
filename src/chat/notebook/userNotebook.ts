import { chat } from '../../language/en/chat.ts';
import type { LiveConversation } from '../live/liveConversation.ts';
import type { UserPython } from '../python/userPython.ts';
import { isCode, type Turn } from '../transcript.ts';
import { addCode, changeNotebook, type NotebookChange, newCode, startNotebook, withCell } from './notebookTurn.ts';

/** What the user wants of the notebook that is shown. */
export type NotebookRequest = NotebookChange | { type: 'run'; cell: number } | { type: 'run-all' };

/** The id under which the scratchpad is saved: there is one. */
const SCRATCHPAD = 'scratchpad';

/** The session, as its notebook uses it. */
interface NotebookHost {
  readonly live: LiveConversation;
  readonly python: UserPython;
  /** Shows the user's conversation. */
  goBack(): void;
  readonly saved: { show(id: string): Promise<void>; readonly isElsewhere: boolean };
}

/** Opens notebooks. Changes and runs the cells of the notebook that the user's conversation begins with. */
export class UserNotebook {
  readonly #host: NotebookHost;
  readonly #live: LiveConversation;
  readonly #leave: () => void;
  readonly #onChange: () => void;
  #shownCell: { readonly id: number } | undefined;
  #isRunningAll = false;

  /** @param leave leaves the open conversation, which stays among the saved ones */
  constructor(host: NotebookHost, leave: () => void, onChange: () => void) {
    this.#host = host;
    this.#live = host.live;
    this.#leave = leave;
    this.#onChange = onChange;
  }

  /** The cell to which the user was led last: another object each time. */
  get shownCell(): { readonly id: number } | undefined {
    return this.#shownCell;
  }

  /** Shows a notebook in place of the open conversation, which stays among the saved ones. Nothing of it runs. */
  open(notebook: Turn, savedId?: string): void {
    this.#leave();
    this.#live.begin(notebook, savedId);
    this.#host.goBack();
  }

  /**
   * Shows the scratchpad as it was left: Python without a model.
   *
   * @param code is added as a cell, unless one has it already, and shown
   */
  async openScratchpad(code?: string): Promise<void> {
    const { saved } = this.#host;
    await saved.show(SCRATCHPAD);
    const begin = (savedId?: string) =>
      this.open(startNotebook(chat.scratchpad, 'scratchpad', [newCode(code)]), savedId);
    if (this.#live.savedId !== SCRATCHPAD) {
      begin(SCRATCHPAD);
    } else if (code !== undefined && saved.isElsewhere) {
      begin();
    } else if (code !== undefined && !this.#find(code)) {
      this.#live.changeNotebook((notebook) => addCode(notebook, code));
      // An emptied cell that took the code may have failed to run.
      this.#host.python.forgetRun(this.#nameOf(this.#find(code)?.id));
    }
    this.#shownCell = code === undefined ? undefined : this.#find(code);
    this.#onChange();
  }

  async do(request: NotebookRequest): Promise<void> {
    if (this.#host.saved.isElsewhere) return;
    if (request.type === 'run') await this.#run(request.cell);
    else if (request.type === 'run-all') await this.#runAll();
    else this.#live.changeNotebook((notebook) => changeNotebook(notebook, request));
  }

  #find(code: string): { readonly id: number } | undefined {
    const cell = this.#live.notebook?.entries.filter(isCode).find((each) => each.code.trim() === code.trim());
    return cell && { id: cell.id };
  }

  /** The name of a cell among those whose runs the session has. */
  #nameOf(id: number | undefined): string {
    return `${this.#live.current?.id}/${this.#live.notebook?.id}/${id}`;
  }

  /** Runs all code, until a cell fails or is stopped. */
  async #runAll(): Promise<void> {
    if (this.#isRunningAll) return;
    this.#isRunningAll = true;
    try {
      for (const { id } of this.#live.notebook?.entries.filter(isCode) ?? []) {
        if (!(await this.#run(id))) break;
      }
    } finally {
      this.#isRunningAll = false;
    }
  }

  /** @returns whether the code succeeded, or there is nothing to run */
  async #run(id: number): Promise<boolean> {
    const { current: conversation, notebook } = this.#live;
    const cell = notebook?.entries.filter(isCode).find((each) => each.id === id);
    if (!conversation || !notebook || !cell || cell.code.trim() === '') return true;
    const name = this.#nameOf(id);
    const { code, language } = cell;
    const { python } = this.#host;
    // It waits for its turn already, before what is asked for now.
    if (python.runs.get(name)?.entry.run.state === 'running') return true;
    await python.run({ cell: name, of: code, code, language });
    const run = python.runs.get(name);
    if (!run || run.error !== undefined || this.#live.current?.id !== conversation.id) return false;
    this.#live.changeNotebook((turn) =>
      withCell(turn, id, (now) => (isCode(now) ? { ...run.entry, id, code: now.code } : now)),
    );
    python.forgetRun(name);
    return run.entry.run.state === 'ended' && run.entry.run.outcome === 'OUTCOME_OK';
  }
}
