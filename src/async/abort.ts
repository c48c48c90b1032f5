/** Calls `onAbort` when `signal` aborts, or at once if it has. @returns a function that cancels this */
export function whenAborted(signal: AbortSignal | undefined, onAbort: (reason: unknown) => void): () => void {
  if (signal?.aborted) {
    onAbort(signal.reason);
    return () => {};
  }
  const listener = () => onAbort(signal?.reason);
  signal?.addEventListener('abort', listener, { once: true });
  return () => signal?.removeEventListener('abort', listener);
}

/** Settles as `promise` does, or rejects with the signal's reason as soon as it aborts. */
export async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  // If the signal aborts, a later rejection of the promise is not unhandled.
  promise.catch(() => {});
  signal?.throwIfAborted();
  let cancel = () => {};
  const aborted = new Promise<never>((_, reject) => {
    cancel = whenAborted(signal, reject);
  });
  return Promise.race([promise, aborted]).finally(cancel);
}

/** @throws the signal's reason if it aborts first */
export async function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await abortable(waited, signal).finally(() => clearTimeout(timer));
}
