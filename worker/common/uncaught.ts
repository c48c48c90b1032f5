/**
 * Handles uncaught errors, such as those of callbacks of `setTimeout` and rejected promises. The supervisor would take an uncaught error
 * for the end of the worker.
 */
export function catchUncaught(handle: (thrown: unknown) => void): void {
  const listen = (event: Event, thrown: unknown) => {
    event.preventDefault();
    handle(thrown);
  };
  addEventListener('error', (event) => listen(event, event.error ?? event.message));
  addEventListener('unhandledrejection', (event) => listen(event, event.reason));
}
