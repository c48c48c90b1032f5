/** Registers the elements of a module. A function, so that importing the classes changes nothing in a page. */
export function register(elements: Record<string, CustomElementConstructor>): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}

/** Loads elements once; where that fails, the next call tries again. They take their places when they are there. */
function loader(load: () => Promise<void>): () => void {
  let isAskedFor = false;
  return () => {
    if (isAskedFor) return;
    isAskedFor = true;
    load().catch(() => {
      isAskedFor = false;
    });
  };
}

/** The elements of conversations, which the first sight of the page does without. */
export const loadConversation = loader(async () =>
  (await import('./defineConversation.ts')).defineConversationElements(),
);

/** The elements that only some conversations need: pictures, tables, files. Until then, what there is as text is text. */
export const loadMedia = loader(async () => (await import('./defineMedia.ts')).defineMediaElements());
