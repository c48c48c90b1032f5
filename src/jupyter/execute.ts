import { WorkerDiedError } from '../errors.ts';
import type { KernelConnection, RequestListener } from './connection.ts';
import { readReply } from './wire/contents.ts';

/** Attempts to begin a request, if other clients' code fails while it waits: kernels then give up all that wait. */
const MAX_ATTEMPTS = 10;

/**
 * Has a kernel execute code. An error of the code is a reply.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute
 */
export async function execute(
  connection: KernelConnection,
  content: Record<string, unknown>,
  listener?: RequestListener,
): Promise<unknown> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const reply = await connection.request('execute_request', { stop_on_error: false, ...content }, listener);
    if (readReply(reply).status !== 'aborted') return reply;
  }
  throw new WorkerDiedError(
    'The kernel gave up the request, because code of other clients failed before it. Try again.',
  );
}
