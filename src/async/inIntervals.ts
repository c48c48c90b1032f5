/**
 * Reads a generator as fast as it goes, and gives a value now and then: a program that prints a lot doesn't flood the reader.
 *
 * @param source its reader ends it by other means, such as a signal
 * @param take adds an item, and gives the value so far
 * @param interval from one value to the next, in ms, at least
 * @returns the result of the source; a value that was not given by then is dropped
 * @throws the error of the source
 */
export async function* inIntervals<Item, Value, Result>(
  source: AsyncGenerator<Item, Result, void>,
  take: (item: Item) => Value,
  interval: number,
): AsyncGenerator<Value, Result, void> {
  let pending: { value: Value } | undefined;
  let dueAt = 0;
  let next = source.next();
  for (;;) {
    // If nobody reads on, the error is nobody's.
    next.catch(() => {});
    const left = dueAt - Date.now();
    if (pending && left <= 0) {
      yield pending.value;
      pending = undefined;
      dueAt = Date.now() + interval;
      continue;
    }
    const step = pending ? await within(left, next) : await next;
    if (step === undefined) continue;
    if (step.done) return step.value;
    pending = { value: take(step.value) };
    next = source.next();
  }
}

/** @returns `undefined` if the promise takes longer */
async function within<Value>(milliseconds: number, promise: Promise<Value>): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
