/** A listener that throws is the page's own affair: it is reported as any uncaught error, and the run goes on. */
export function notifyListener<Item>(items: Item[], listener: ((item: Item) => void) | undefined): void {
  for (const item of items) {
    try {
      listener?.(item);
    } catch (error) {
      reportError(error);
    }
  }
}
