import type { CodeExecutor } from '../../sandbox/codeExecutor.ts';
import { RunQueue } from './runQueue.ts';

/** The sandboxes of chats and requests that a client has at once. The least recently used is closed. */
const MAX_OWN_SANDBOXES = 8;

/** The sandbox of a chat, a chain of interactions, or a request. */
interface OwnSandbox {
  opened?: Promise<CodeExecutor> | undefined;
  /** Answers that may run code in it. */
  answers: number;
  /** Programs that were run in it. */
  runs: number;
  /** Programs whose variables are gone, because the sandbox before was closed. */
  lost: number;
}

/** A sandbox for a program, which may lack the variables of earlier ones. */
export interface OpenedSandbox {
  sandbox: CodeExecutor;
  /** The numbers of the earlier runs whose variables and files are gone. */
  lostRuns: readonly number[];
}

/** The right of an answer to a sandbox, until it is released. */
export interface Hold {
  open(): Promise<OpenedSandbox>;
  /** @param isOver whether nothing will go on in the sandbox */
  release(isOver: boolean): void;
}

/** The sandboxes of a client that its chats and requests don't share. Each belongs to an object, and is closed after that is gone. */
export class OwnSandboxes {
  readonly #openBase: () => Promise<CodeExecutor>;
  readonly #byOwner = new WeakMap<object, OwnSandbox>();
  /** Those that are open, the least recently used first. */
  readonly #open = new Set<OwnSandbox>();
  readonly #forgotten = new FinalizationRegistry<OwnSandbox>((own) => this.#close(own));

  /** @param openBase gives the client's sandbox, whose options they have */
  constructor(openBase: () => Promise<CodeExecutor>) {
    this.#openBase = openBase;
  }

  hold(owner: object): Hold {
    const own = this.#of(owner);
    own.answers += 1;
    return {
      open: () => this.#use(own),
      release: (isOver) => {
        own.answers -= 1;
        if (isOver) this.#close(own);
        this.#closeOldest();
      },
    };
  }

  #of(owner: object): OwnSandbox {
    const known = this.#byOwner.get(owner);
    if (known) return known;
    const own = { answers: 0, runs: 0, lost: 0 };
    this.#byOwner.set(owner, own);
    this.#forgotten.register(owner, own);
    return own;
  }

  async #use(own: OwnSandbox): Promise<OpenedSandbox> {
    this.#open.delete(own);
    this.#open.add(own);
    own.opened ??= this.#create();
    this.#closeOldest();
    const { opened } = own;
    try {
      const sandbox = await opened;
      const lostRuns = Array.from({ length: own.lost }, (_, index) => index + 1);
      own.lost = 0;
      own.runs += 1;
      return { sandbox, lostRuns };
    } catch (error) {
      // The next program tries again.
      if (own.opened === opened) own.opened = undefined;
      throw error;
    }
  }

  async #create(): Promise<CodeExecutor> {
    const base = await this.#openBase();
    // Between its runs, the base has no functions of single requests, which the other would take over.
    return RunQueue.of(base).alone(() => base.createAnother());
  }

  #closeOldest(): void {
    for (const own of this.#open) {
      if (this.#open.size <= MAX_OWN_SANDBOXES) return;
      if (own.answers === 0) this.#close(own);
    }
  }

  #close(own: OwnSandbox): void {
    this.#open.delete(own);
    const { opened } = own;
    own.opened = undefined;
    own.lost += own.runs;
    own.runs = 0;
    // Nobody waits for a sandbox that could not be created.
    opened?.then((sandbox) => sandbox.close()).catch(() => {});
  }
}
