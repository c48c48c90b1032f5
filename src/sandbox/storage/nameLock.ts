import { whenAborted } from '../../async/abort.ts';
import { StallTimeout, timeoutWhileAwake } from '../../async/timeouts.ts';

/** Milliseconds between two questions to the holder of a name. */
const ASK_INTERVAL = 500;
/** Milliseconds without an answer after which a holder is taken for frozen. */
const SILENCE = 3_000;
/** Milliseconds that a holder gets to store what it has. */
const PATIENCE = 30_000;

/** What holders and those who want their name say, over the channel that has the lock's name. */
type Message = { type: 'ask'; takeOver: boolean } | { type: 'answer'; isLeaving: boolean };

/** Whoever holds a name. */
export interface NameHolder {
  /** Stores what must not be lost, before another takes the name. */
  onAsked: () => Promise<void>;
  /** Called once when another has taken the name. */
  onLost: () => void;
}

interface AcquireOptions {
  /** Whether the holder has to give the name up. @default false */
  takeOver?: boolean | undefined;
  /** Gives up waiting. */
  signal?: AbortSignal | undefined;
}

/** What the browser gives to whoever has a lock. */
interface Grant {
  release: () => void;
  /** Rejects when another has stolen the lock. */
  ended: Promise<unknown>;
}

/**
 * A name that one holder has at a time, among all tabs of this site. The browser takes it from tabs that are closed or crash.
 *
 * @see https://w3c.github.io/web-locks/
 */
export class NameLock {
  readonly #name: string;
  readonly #holder: NameHolder;
  /** `undefined` if the browser has no locks for this page. */
  readonly #grant: Grant | undefined;
  readonly #channel: BroadcastChannel | undefined;
  /** This page, in the browser's list of locks. */
  #clientId: string | undefined;
  #isLeaving = false;
  #isHeld = true;

  private constructor(name: string, holder: NameHolder, grant?: Grant) {
    this.#name = name;
    this.#holder = holder;
    this.#grant = grant;
    if (!grant) return;
    grant.ended.catch(() => this.#lose());
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#onMessage(data);
  }

  /**
   * Takes a name. Waits for a holder that is about to leave it: the page before a reload, or a sandbox that is being closed.
   *
   * @returns `undefined` if it stays with its holder
   * @throws the signal's reason if `signal` aborts
   */
  static async acquire(name: string, holder: NameHolder, options: AcquireOptions = {}): Promise<NameLock | undefined> {
    options.signal?.throwIfAborted();
    if (!(await hasLocks())) return new NameLock(name, holder);
    const grant = (await request(name, { ifAvailable: true })) ?? (await waitForHolder(name, options));
    if (!grant) return undefined;
    const lock = new NameLock(name, holder, grant);
    lock.#clientId = await clientOf(name);
    return lock;
  }

  /** Whether this page has the name. The browser is asked: a page that was frozen hears late that another has taken it. */
  async isHeld(): Promise<boolean> {
    if (!this.#grant || !this.#isHeld) return this.#isHeld;
    const client = await clientOf(this.#name);
    return this.#isHeld && client === this.#clientId;
  }

  /** Leaves the name to others. @param finish is done before that */
  async release(finish: () => Promise<void>): Promise<void> {
    this.#isLeaving = true;
    await finish().finally(() => this.#end());
  }

  #onMessage(message: Message): void {
    if (message?.type !== 'ask') return;
    if (message.takeOver && !this.#isLeaving) this.#giveUp();
    this.#say({ type: 'answer', isLeaving: this.#isLeaving });
  }

  async #giveUp(): Promise<void> {
    this.#isLeaving = true;
    try {
      await this.#holder.onAsked();
    } finally {
      this.#lose();
    }
  }

  #lose(): void {
    if (!this.#isHeld) return;
    this.#end();
    this.#holder.onLost();
  }

  #end(): void {
    this.#isHeld = false;
    this.#channel?.close();
    this.#grant?.release();
  }

  #say(message: Message): void {
    if (this.#isHeld) this.#channel?.postMessage(message);
  }
}

/** Pages without https have no locks, and browsers refuse them to pages that may store nothing. */
export async function hasLocks(): Promise<boolean> {
  try {
    await navigator.locks.query();
    return true;
  } catch {
    return false;
  }
}

/** The page that the browser's list names as the holder of a lock. */
async function clientOf(name: string): Promise<string | undefined> {
  const { held = [] } = await navigator.locks.query();
  return held.find((lock) => lock.name === name)?.clientId;
}

/** Resolves when the lock is granted; to `undefined` if it is not available. */
function request(name: string, options: LockOptions): Promise<Grant | undefined> {
  return new Promise((resolve, reject) => {
    const ended: Promise<unknown> = navigator.locks.request(name, options, (lock) => {
      if (!lock) return resolve(undefined);
      return new Promise<void>((release) => resolve({ release, ended }));
    });
    ended.catch(reject);
  });
}

/** Waits until the holder has left the name, or takes it from one that does not answer. */
async function waitForHolder(name: string, { takeOver = false, signal }: AcquireOptions): Promise<Grant | undefined> {
  const waiting = new AbortController();
  const queued = request(name, { signal: waiting.signal });
  const { decided, stop } = askHolder(name, takeOver, signal);
  try {
    const grant = await Promise.race([queued, decided]);
    if (typeof grant === 'object') return grant;
    waiting.abort();
    // It may have been granted in this moment.
    const late = await queued.catch(() => undefined);
    return late ?? (takeOver ? request(name, { steal: true }) : undefined);
  } catch (error) {
    waiting.abort();
    queued.then(
      (grant) => grant?.release(),
      () => {},
    );
    throw error;
  } finally {
    stop();
  }
}

/** Asks the holder until it has decided to stay, or is silent for too long. `decided` rejects with the signal's reason if `signal` aborts. */
function askHolder(name: string, takeOver: boolean, signal: AbortSignal | undefined) {
  const channel = new BroadcastChannel(name);
  const ask = () => channel.postMessage({ type: 'ask', takeOver } satisfies Message);
  const timer = setInterval(ask, ASK_INTERVAL);
  const silence = new StallTimeout(SILENCE);
  const stops: (() => void)[] = [() => channel.close(), () => clearInterval(timer), () => silence.end()];
  const decided = new Promise<'stays' | 'silent'>((resolve, reject) => {
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data?.type !== 'answer') return;
      silence.postpone();
      if (!takeOver && !data.isLeaving) resolve('stays');
    };
    const giveUp = () => resolve('silent');
    stops.push(whenAborted(silence.signal, giveUp), timeoutWhileAwake(PATIENCE, giveUp), whenAborted(signal, reject));
  });
  ask();
  return {
    decided,
    stop: () => {
      for (const each of stops) each();
    },
  };
}
