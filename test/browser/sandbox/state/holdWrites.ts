import { onTestFinished, vi } from 'vitest';

/** Holds back what is written of sessions into the browser's storage, until it is let go. */
export function holdWrites(): { isWriting: () => boolean; letGo: () => void } {
  const gate = Promise.withResolvers<void>();
  let writing = false;
  const { put } = IDBObjectStore.prototype;
  const held = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...entry) {
    const [kind] = entry[1] as string[];
    // The engine is written into the same storage, whenever the page is idle.
    if (kind !== 'session' && kind !== 'part') return put.apply(this, entry);
    writing = true;
    const request = {} as IDBRequest<IDBValidKey>;
    const { name, transaction } = this;
    gate.promise.then(() => {
      // The first transaction has ended by then.
      const later = put.apply(transaction.db.transaction(name, 'readwrite').objectStore(name), entry);
      later.onsuccess = (event) => request.onsuccess?.(event);
      later.onerror = (event) => request.onerror?.(event);
    });
    return request;
  });
  onTestFinished(() => {
    gate.resolve();
    held.mockRestore();
  });
  return { isWriting: () => writing, letGo: () => gate.resolve() };
}
