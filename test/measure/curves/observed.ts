/** What a page sees of what it does: the bytes that it stores, and the tasks that are long. */

/** Counts the bytes that are stored of a session from now on. */
export function countStored(name: string): { bytes: number } {
  const written = { bytes: 0 };
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (value, key) {
    // A private window of WebKit refuses the file, and then gets its bytes.
    if (value.file instanceof Blob && (key as string[])[1] === name) written.bytes += value.file.size;
    return put.call(this, value, key);
  };
  return written;
}

/**
 * Gives the milliseconds of the longest task while something is done; 0 if none took 50 ms.
 *
 * @see https://www.w3.org/TR/longtasks-1/
 */
export async function longestTask(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  const watch = (entries: PerformanceEntryList) => {
    for (const { duration } of entries) longest = Math.max(longest, duration);
  };
  const observer = new PerformanceObserver((list) => watch(list.getEntries()));
  observer.observe({ type: 'longtask' });
  await work();
  // Entries are handed out after the task.
  await new Promise((resolve) => setTimeout(resolve));
  watch(observer.takeRecords());
  observer.disconnect();
  return longest;
}
