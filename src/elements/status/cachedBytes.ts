/**
 * Bytes of the engine, after decompression, that came out of this browser's cache on this visit. A file counts once it is complete.
 *
 * @see https://www.w3.org/TR/resource-timing/#dom-performanceresourcetiming-transfersize
 */
export function cachedBytes(folder: URL): number {
  const files = performance.getEntriesByType('resource').filter(({ name }) => name.startsWith(folder.href));
  return files.filter(isCached).reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
}

/** Where the server was only asked whether it has another one, the answer's head was transferred. */
function isCached(entry: PerformanceEntry): entry is PerformanceResourceTiming {
  return entry instanceof PerformanceResourceTiming && entry.transferSize < entry.encodedBodySize;
}
