/** Registers elements that are not registered yet. */
export function register(elements: Record<string, CustomElementConstructor>): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}

/** Returns a function that loads elements once. After a failure, the next call tries again. Elements already in the page are upgraded. */
export function registerLater(load: () => Promise<Record<string, CustomElementConstructor>>): () => void {
  let isRequested = false;
  return () => {
    if (isRequested) return;
    isRequested = true;
    load().then(register, () => {
      isRequested = false;
    });
  };
}
