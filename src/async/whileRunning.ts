/**
 * Gives what some work pushes, while it runs, and returns its result.
 *
 * @param work gets a signal that aborts if nobody reads on
 * @throws the error of the work
 */
export async function* whileRunning<Item, Result>(
  work: (push: (item: Item) => void, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Item, Result, void> {
  const stop = new AbortController();
  const items: Item[] = [];
  let wake = () => {};
  let isOver = false;
  const push = (item: Item) => {
    items.push(item);
    wake();
  };
  const result = work(push, stop.signal).finally(() => {
    isOver = true;
    wake();
  });
  // Whoever reads to the end gets the error.
  result.catch(() => {});
  try {
    while (!isOver || items.length > 0) {
      yield* items.splice(0);
      if (!isOver && items.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    }
    return await result;
  } finally {
    stop.abort();
  }
}
