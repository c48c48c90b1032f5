/** Calls the page's listener for each item. An error that it throws is reported as an uncaught one, and the run goes on. */
export function notifyListener<Item>(items: Item[], listener: ((item: Item) => void) | undefined): void {
  for (const item of items) {
    try {
      listener?.(item);
    } catch (error) {
      reportError(error);
    }
  }
}
