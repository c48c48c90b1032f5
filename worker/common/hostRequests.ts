import type { HostAnswer, HostRequest, WorkerEvent } from '../../src/protocol.ts';

/** Sends the requests of running code to the host, and settles them with its answers. */
export class HostRequests {
  readonly #send: (event: WorkerEvent) => void;
  readonly #waiting = new Map<number, (answer: HostAnswer) => void>();
  #asked = 0;

  constructor(send: (event: WorkerEvent) => void) {
    this.#send = send;
  }

  /** @returns the answer's value; `undefined`, which is Python's `None`, if there is none. @throws Error with the host's reason */
  async ask(request: HostRequest & { kind: 'read-file' }): Promise<ArrayBuffer | undefined>;
  async ask(request: HostRequest): Promise<string | undefined>;
  async ask(request: HostRequest): Promise<string | ArrayBuffer | undefined> {
    this.#asked += 1;
    const id = this.#asked;
    const answered = new Promise<HostAnswer>((resolve) => this.#waiting.set(id, resolve));
    this.#send({ type: 'host-request', id, request });
    const answer = await answered;
    if ('error' in answer) throw new Error(answer.error);
    return answer.value ?? undefined;
  }

  answer(id: number, answer: HostAnswer): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  /** Leaves pending requests unanswered for ever. */
  forget(): void {
    this.#waiting.clear();
  }
}
