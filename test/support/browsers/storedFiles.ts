/** What a browser has stored of sandboxes: the engine, snapshots and sessions. */

interface Wanted {
  /** What they are of; without it, all files. */
  kind?: 'engine' | 'baseline' | 'session' | 'part';
  /** What happens to them: they are removed, or get this text in their place. */
  change?: 'remove' | { text: string };
}

interface Stored {
  /** What it is, what it is of, and which of those. */
  key: string[];
  /** Bytes in private windows that store no blobs. */
  file: Blob | ArrayBuffer;
}

/**
 * Looks at stored files, and changes them. Runs in a page of the site, so it uses nothing from outside itself.
 *
 * @returns the files that were there before
 */
export async function storedFiles({ kind, change }: Wanted = {}): Promise<Stored[]> {
  const ended = (request: IDBRequest | IDBTransaction) =>
    new Promise<void>((resolve, reject) => {
      const events = request as EventTarget & { error: DOMException | null };
      for (const type of ['success', 'complete']) events.addEventListener(type, () => resolve());
      for (const type of ['error', 'abort']) events.addEventListener(type, () => reject(events.error));
    });
  const opening = indexedDB.open('glovebox-files');
  opening.onupgradeneeded = () => opening.result.createObjectStore('files');
  await ended(opening);
  const transaction = opening.result.transaction('files', 'readwrite');
  const files = transaction.objectStore('files');
  const range = kind && IDBKeyRange.bound([kind], [kind, []]);
  const [keys, values] = [files.getAllKeys(range), files.getAll(range)];
  await Promise.all([ended(keys), ended(values)]);
  const whole = ended(transaction);
  if (change === 'remove') files.delete(range ?? IDBKeyRange.lowerBound([]));
  else if (change) {
    for (const [index, key] of keys.result.entries()) {
      files.put({ ...values.result[index], file: new Blob([change.text]) }, key);
    }
  }
  transaction.commit();
  await whole;
  opening.result.close();
  return keys.result.map((key, index) => ({ key: key as string[], file: values.result[index].file }));
}
