/**
 * Has a page count what scripts leave on its window and document: listeners that were not taken off, and timers that still repeat. To be
 * run in the page before any script of its own; `left()` gives the names.
 */
export function countWhatIsLeft(): void {
  if (window !== top) return;
  const left: { name: string; listener: unknown }[] = [];
  const forget = (name: string, listener: unknown) => {
    const index = left.findIndex((each) => each.name === name && each.listener === listener);
    if (index >= 0) left.splice(index, 1);
  };
  for (const target of [window, document]) {
    const add = target.addEventListener.bind(target) as EventTarget['addEventListener'];
    const remove = target.removeEventListener.bind(target) as EventTarget['removeEventListener'];
    target.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions) => {
      left.push({ name: type, listener });
      options?.signal?.addEventListener('abort', () => forget(type, listener));
      add(type, listener, options);
    };
    target.removeEventListener = (type: string, listener: EventListener, options?: EventListenerOptions) => {
      forget(type, listener);
      remove(type, listener, options);
    };
  }
  const { setInterval: set, clearInterval: clear } = window;
  Object.assign(window, {
    setInterval: (...all: Parameters<typeof set>) => {
      const id = set(...all);
      left.push({ name: 'interval', listener: id });
      return id;
    },
    clearInterval: (id: number) => {
      forget('interval', id);
      clear(id);
    },
    left: () => left.map(({ name }) => name),
  });
}
