import type { HostAnswer, HostAnswerMessage, HostRequest, WorkerEvent } from '../../src/protocol.ts';

/** A request that the host has not answered. */
interface Pending {
  settle(answer: HostAnswer): void;
  isCancellable: boolean;
}

/** Sends the requests of running code to the host, and settles them with its answers. */
export class HostRequests {
  readonly #send: (event: WorkerEvent) => void;
  readonly #waiting = new Map<number, Pending>();
  #asked = 0;

  constructor(send: (event: WorkerEvent) => void) {
    this.#send = send;
  }

  /**
   * @param isCancellable whether {@link cancel} ends the wait
   * @returns the answer's value; `undefined`, which is Python's `None`, if there is none
   * @throws Error with the host's reason
   */
  async ask(
    request: HostRequest & { kind: 'read-file' | 'font' },
    isCancellable?: boolean,
  ): Promise<ArrayBuffer | undefined>;
  async ask(request: HostRequest, isCancellable?: boolean): Promise<string | undefined>;
  async ask(request: HostRequest, isCancellable = false): Promise<string | ArrayBuffer | undefined> {
    this.#asked += 1;
    const id = this.#asked;
    const answered = new Promise<HostAnswer>((settle) => this.#waiting.set(id, { settle, isCancellable }));
    this.#send({ type: 'host-request', id, request });
    const answer = await answered;
    if ('error' in answer) throw errorOf(answer);
    return answer.value ?? undefined;
  }

  /** Settles requests with the answers that come in on the host's port. */
  listen(port: MessagePort): void {
    port.addEventListener('message', ({ data }: MessageEvent<Partial<HostAnswerMessage> | null>) => {
      if (data?.type === 'answer' && data.id !== undefined && data.answer) this.answer(data.id, data.answer);
    });
  }

  answer(id: number, answer: HostAnswer): void {
    this.#waiting.get(id)?.settle(answer);
    this.#waiting.delete(id);
  }

  /** Ends the waits that can be cancelled with a `WaitCancelledError`. */
  cancel(): void {
    for (const [id, { isCancellable }] of this.#waiting) {
      if (isCancellable) this.answer(id, { error: 'The wait was cancelled.', name: 'WaitCancelledError' });
    }
  }

  /** Calls `then` when a request is answered; at once if it is not pending. */
  whenAnswered(id: number, then: () => void): void {
    const pending = this.#waiting.get(id);
    if (!pending) {
      then();
      return;
    }
    const { settle } = pending;
    pending.settle = (answer) => {
      then();
      settle(answer);
    };
  }

  /** Leaves pending requests unanswered for ever. */
  forget(): void {
    this.#waiting.clear();
  }
}

function errorOf({ error, name }: { error: string; name?: string }): Error {
  return name === undefined ? new Error(error) : Object.assign(new Error(error), { name });
}
